"""Terms that rest on a completion, for whoever decides whether it stays."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.runs.models import Completion
from lms.common.records.hanging import Hanging
from mentoring.corps.enums import SEATED, AppointmentState
from mentoring.corps.models import Appointment


def appointments(completion: Completion) -> Iterator[Hanging]:
    """Those under way or to come, in bodies that ask for the course."""
    rows = Appointment.objects.filter(
        person_id=completion.person_id,
        body__required_course=completion.course_key,
        state__in=[*SEATED, AppointmentState.DRAFT],
    )
    for row in rows.select_related("body").order_by("starts_on", "pk"):
        path = reverse("office_appointment", args=[row.pk])
        yield Hanging(_("Appointment"), str(row.body), row.get_state_display(), path)

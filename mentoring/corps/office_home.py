from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Queue, Step
from lms.accounts.rules import may_answer_for, may_manage
from lms.common import clock
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, Body, Field
from mentoring.corps.queries.appointments import RENEW_WITHIN, renewals_due, to_decide, with_loss
from mentoring.corps.rules import still_offered


def fields(user: User, centre: Centre) -> Step:
    return Step(
        pgettext("site", "Fields"),
        _("What communities work on, such as care or climate. Experts are matched by them."),
        Q(Exists(Field.objects.filter(still_offered(clock.today()), centre=centre))),
        reverse("office_reference", args=["fields"]) if may_manage(user, centre) else "",
        not_manager().message,
    )


def bodies(user: User, centre: Centre) -> Step:
    return Step(
        _("Corps and councils"),
        _("People are appointed to them, and experts coach as members of a corps."),
        Q(Exists(Body.objects.filter(still_offered(clock.today()), centre=centre))),
        reverse("office_body_new") if may_manage(user, centre) else "",
        str(not_manager()),
    )


def todo(user: User, centre: Centre) -> list[Pile]:
    if not may_answer_for(user, centre):
        return []
    offered = Appointment.objects.filter(centre=centre, state=AppointmentState.OFFERED)
    renewal = Queue("person__name", "ends_on", "office_appointment", ahead=RENEW_WITHIN.days)
    return [
        *_to_decide(user, centre),
        Pile(
            renewals_due(centre),
            _("Appointments that end within 90 days"),
            "office_appointments",
            "#h-renewals",
            queue=renewal,
        ),
        Pile(offered, _("Appointments offered, no answer yet"), "office_appointments", "?state=offered"),
    ]


def _to_decide(user: User, centre: Centre) -> list[Pile]:
    """For the manager, who keeps, suspends or dismisses; nobody decides about their own term."""
    if not may_manage(user, centre):
        return []
    rows = with_loss(to_decide(centre).exclude(person=user))
    queue = Queue("person__name", "lost_at", "office_appointment")
    label = _("Appointments without their certificate")
    return [Pile(rows, label, "office_appointments", "#h-decide", urgent=True, queue=queue)]

"""Runs that name somebody as whom to ask, for whoever ends that person's staff role."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.enums import OPEN_RUN
from courses.runs.models import CourseRun
from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.common.records.hanging import Hanging


def runs(membership: Membership) -> Iterator[Hanging]:
    if membership.role != Role.COORDINATOR:
        return
    rows = CourseRun.objects.filter(
        centre=membership.centre_id, coordinator=membership.person_id, state__in=sorted(OPEN_RUN)
    )
    for row in rows.select_related("version").order_by("starts_on", "pk"):
        yield Hanging(_("In charge of the run"), str(row), path=reverse("office_run", args=[row.pk]))

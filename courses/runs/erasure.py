"""What somebody wrote, and what was written to them. That they took part stays as a figure."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.enums import LIVE, EnrolmentState, RunState
from courses.runs.models import CompletionWithdrawal, CourseRun, Enrolment, Evidence
from lms.accounts.models import User
from lms.common import clock
from lms.common.integrity.triggers import erasing
from lms.privacy.registries import Duty, Erasure


def _duties(person: User) -> Iterator[Duty]:
    going_on = Enrolment.objects.filter(person=person, state__in=LIVE - {EnrolmentState.COMPLETED})
    for row in going_on.filter(run__ends_on__gte=clock.today()).select_related("run__version"):
        yield Duty(
            _("You take part in %(run)s. Please withdraw first.") % {"run": row.run},
            reverse("apply", args=[row.run_id]),
        )
    kept = CourseRun.objects.filter(Q(coordinator=person) | Q(instructors=person), ends_on__gte=clock.today())
    for run in kept.exclude(state=RunState.CANCELLED).select_related("version").distinct():
        yield Duty(_("You are in charge of %(run)s. Please have somebody else named first.") % {"run": run})


def _erase(person: User) -> None:
    Enrolment.objects.filter(person=person).update(note="", reason="")
    for row in Evidence.objects.filter(person=person).exclude(reason=""):
        _erase_reason(row)
    for taken_back in CompletionWithdrawal.objects.filter(completion__person=person).exclude(reason=""):
        _erase_reason(taken_back)


def _erase_reason(row: Evidence | CompletionWithdrawal) -> None:
    row.reason = ""
    with erasing(row):
        row.save(update_fields=["reason"])


ENROLMENTS = Erasure(_duties, _erase)

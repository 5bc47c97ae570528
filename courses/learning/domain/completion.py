"""Completing a run: a fact that follows from facts. No request can assert it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from courses import criteria
from courses.learning.queries.progress import Progress, progress_of_all
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, CompletionWithdrawal, Enrolment
from courses.runs.signals import facts_changed
from lms.accounts.models import User
from lms.common import clock
from lms.common.records import transitions
from lms.notifications.domain import notify


def lock_open(people: Collection[int], *, beside: Enrolment | None = None) -> list[Enrolment]:
    """Where these people learn now, and the enrolment beside it in whatever state.

    The person's row comes first: facts of one person that come at the same moment, from a class, another run or a
    community, would each find the others not there yet, and nobody would find the rule met. It also holds back an
    enrolment that begins meanwhile. The enrolments then are locked against the end of their runs, without those runs'
    rows: a run's learners don't wait for each other, since who completes keeps the seat that they hold.
    """
    lock_people(people)
    wanted = Q(state=EnrolmentState.ACTIVE) | Q(pk=beside and beside.pk)
    rows = Enrolment.objects.filter(wanted, person_id__in=people)
    return transitions.lock_each(rows.select_related("run", "version", "person"), action="complete")


def lock_people(people: Collection[int]) -> None:
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def complete_met(*, people: Collection[int], actor: User | None) -> None:
    """Called once after facts of these people were written, in that transaction: completes where a rule is met by what is
    known now, in whichever run, and never undoes that."""
    if people:
        with transaction.atomic():
            complete_among(lock_open(people), actor=actor)


def complete_among(rows: Sequence[Enrolment], *, actor: User | None) -> None:
    """Of locked enrolments. A completed course may be what the rule of another one asks for, so those are looked at again."""
    while rows := [row for row in rows if row.state == EnrolmentState.ACTIVE]:
        met = [found for found in _progress_of(rows) if complete_if_met(found=found, actor=actor)]
        rows = [row for row in rows if met and criteria.asks_for(criteria.Course, criteria.parse(row.version.rule))]


def _progress_of(rows: Iterable[Enrolment]) -> Iterator[Progress]:
    for _run, group in groupby(sorted(rows, key=_run_of), key=_run_of):
        yield from progress_of_all(list(group))


def _run_of(row: Enrolment) -> int:
    return row.run_id


def complete_if_met(*, found: Progress, actor: User | None) -> Completion | None:
    """`found` was read under the lock on its enrolment. Who has completed already, or has no seat, stays as they are."""
    if found.enrolment.state != EnrolmentState.ACTIVE or not found.completes:
        return None
    return _complete(found.enrolment, actor)


def _complete(enrolment: Enrolment, actor: User | None) -> Completion:
    completion = Completion.objects.create(
        centre_id=enrolment.centre_id,
        enrolment=enrolment,
        person=enrolment.person,
        course_key=enrolment.version.course_key,
        minutes=enrolment.version.minutes,
        completed_at=clock.now(),
        follows=CompletionWithdrawal.objects.filter(completion__enrolment=enrolment).order_by("-pk").first(),
    )
    transitions.move(enrolment, "complete", actor=actor)
    notify(
        person=enrolment.person,
        centre=enrolment.centre_id,
        kind="completion",
        key=f"completion:{completion.pk}",
        title=_("You have completed the course: %(course)s") % {"course": enrolment.version.title[:60]},
        text=_("The centre will issue your certificate."),
        path=reverse("learn", args=[enrolment.run_id]),
    )
    return completion


def after_change(sender: type[Model], *, people: Collection[int], actor: User | None, **kwargs: Any) -> None:
    complete_met(people=people, actor=actor)


def connect() -> None:
    facts_changed.connect(after_change, dispatch_uid="learning.after_change")

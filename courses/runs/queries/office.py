"""Runs as the office lists them, and everybody of one run."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, CourseRun, Enrolment
from courses.runs.models.runs import CourseRunQuerySet
from lms.common import clock


def unrecorded_classes(runs: CourseRunQuerySet) -> QuerySet[ClassSession]:
    """Classes that are over and whose attendance nobody has entered yet."""
    over = ClassSession.objects.filter(run__in=runs, run__state=RunState.PUBLISHED, ends_at__lte=clock.now())
    return over.filter(state=SessionState.PLANNED)


def is_over() -> Q:
    return Q(state=RunState.PUBLISHED, ends_on__lt=clock.today())


def over_runs(runs: CourseRunQuerySet) -> CourseRunQuerySet:
    return runs.filter(is_over())


def has_applications() -> Q:
    return Q(pk__in=Enrolment.objects.filter(state=EnrolmentState.APPLIED).values("run"))


def has_unrecorded_classes() -> Q:
    return Q(pk__in=unrecorded_classes(CourseRun.objects.all()).values("run"))


@dataclass(frozen=True)
class Roster:
    """Everybody of a run, by where they stand."""

    asking: list[Enrolment]
    offered: list[Enrolment]
    waiting: list[Enrolment]
    seated: list[Enrolment]
    gone: list[Enrolment]

    @property
    def everybody(self) -> list[int]:
        """Ids of the persons."""
        rows = (*self.asking, *self.offered, *self.waiting, *self.seated, *self.gone)
        return [row.person_id for row in rows]


def roster(run: CourseRun) -> Roster:
    rows = list(run.enrolments.select_related("person", "version").with_completion().order_by("applied_at", "pk"))
    for row in rows:
        row.run = run

    def those(*states: EnrolmentState) -> list[Enrolment]:
        return [row for row in rows if row.state in states]

    waiting = those(EnrolmentState.WAITLISTED)
    waiting.sort(key=lambda row: (row.queued_at or row.applied_at, row.pk))
    seated = those(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)
    return Roster(
        asking=those(EnrolmentState.APPLIED),
        offered=those(EnrolmentState.OFFERED),
        waiting=waiting,
        seated=sorted(seated, key=lambda row: row.person.name),
        gone=those(EnrolmentState.WITHDRAWN, EnrolmentState.REJECTED, EnrolmentState.CANCELLED),
    )

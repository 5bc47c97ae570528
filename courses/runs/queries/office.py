"""Runs as the office lists them, and who is in them."""

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, CourseRun, Enrolment
from courses.runs.models.enrolment import EnrolmentQuerySet
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


def with_places_in_queue(rows: QuerySet[Enrolment]) -> EnrolmentQuerySet:
    """`place` of those who wait, from 1, as `place_in_queue` counts it for one."""
    ahead = Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lte=OuterRef("pk"))
    waiting = Enrolment.objects.queue().order_by().filter(ahead, run=OuterRef("run"))
    place = waiting.values("run").annotate(number=Count("pk")).values("number")
    of_those = Case(When(state=EnrolmentState.WAITLISTED, then=Subquery(place)), output_field=IntegerField())
    found: EnrolmentQuerySet = rows.annotate(place=of_those)  # type: ignore[assignment]
    return found


def applications_of(run: CourseRun) -> list[Enrolment]:
    """Those to be answered, in the order in which they came."""
    rows = run.enrolments.filter(state=EnrolmentState.APPLIED).select_related("person").order_by("applied_at", "pk")
    return list(rows)

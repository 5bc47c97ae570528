"""Every figure about learning over many people, once, counted by the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from courses.learning.enums import CAME
from courses.learning.models import Attendance, LessonCompletion
from courses.runs.enums import ANNOUNCED_RUN, LEARNING, LIVE, EnrolmentState, SessionState
from courses.runs.models import ClassSession, Enrolment
from lms.accounts.models import Centre
from lms.common import clock
from lms.common.counting import number_of
from lms.common.records import statelog

APPLIED, ADMITTED, BEGAN, HALF, COMPLETED = STAGES = range(5)


@dataclass(frozen=True)
class Funnel:
    """How many of those who applied came how far; each stage holds the later ones."""

    reached: tuple[int, ...]  # by stage
    stopped: tuple[int, ...]  # by the last stage reached, of those who don't go on
    learning: int

    @property
    def most_stop_at(self) -> int | None:
        """The stage after which most stop, the first of equals; None where nobody stopped."""
        most = max(self.stopped)
        return self.stopped.index(most) if most else None


class RequiredLessons(Func):
    """How many lessons a version's manifest requires."""

    template = "(SELECT COUNT(*) FROM JSON_EACH(%(expressions)s) WHERE JSON_EXTRACT(value, '$.required'))"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT COUNT(*) FROM JSONB_ARRAY_ELEMENTS(%(expressions)s) AS l WHERE (l->>'required')::boolean)"
        return self.as_sql(compiler, connection, template=template, **context)


class IsRequired(Func):
    """Whether a version's manifest, the first, requires the lesson of that key, the second."""

    template = "EXISTS(SELECT 1 FROM JSON_EACH(%(expressions)s))"
    arg_joiner = ") WHERE JSON_EXTRACT(value, '$.required') AND REPLACE(JSON_EXTRACT(value, '$.key'), '-', '') = ("
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        joiner = ") AS line WHERE (line->>'required')::boolean AND (line->>'key')::uuid = ("
        template = "EXISTS(SELECT 1 FROM JSONB_ARRAY_ELEMENTS(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


def funnel(centre: Centre) -> Funnel:
    """Of the runs that began this year. Who is in two of them counts twice."""
    today = clock.today()
    rows = Enrolment.objects.filter(
        run__centre=centre,
        run__state__in=ANNOUNCED_RUN,
        run__starts_on__range=(date(today.year, 1, 1), today),
    )
    groups = with_stage(rows).order_by().values_list("stage", "state").annotate(people=Count("pk"))
    last, stopped, learning = [0] * len(STAGES), [0] * len(STAGES), 0
    for stage, state, people in groups:
        last[stage] += people
        if state not in LIVE:
            stopped[stage] += people
        elif state == EnrolmentState.ACTIVE:
            learning += people
    return Funnel(tuple(sum(last[stage:]) for stage in STAGES), tuple(stopped), learning)


def with_stage(rows: QuerySet[Enrolment]) -> QuerySet[Any]:
    """Adds `stage`, the last one that the person reached."""
    once_active = Exists(statelog.left_state(Enrolment, EnrolmentState.ACTIVE))
    admitted = Q(state__in=[*LEARNING, EnrolmentState.NOT_COMPLETED]) | Q(once_active)
    counted = rows.annotate(
        lessons_done=number_of(_attended(), Count("lesson_key", distinct=True)) + number_of(_read()),
        lessons=RequiredLessons("version__manifest"),
    )
    return counted.annotate(
        stage=Case(
            When(state=EnrolmentState.COMPLETED, then=Value(COMPLETED)),
            When(~admitted, then=Value(APPLIED)),
            When(lessons_done=0, then=Value(ADMITTED)),
            When(lessons_done__lt=F("lessons") / 2.0, then=Value(BEGAN)),
            default=Value(HALF),
            output_field=IntegerField(),
        )
    )


def _attended() -> QuerySet[ClassSession]:
    """The classes of the enrolment's run whose lesson it requires and the person attended, in this run or another: as
    `progress` counts."""
    lesson, person = OuterRef("lesson_key"), OuterRef(OuterRef("person"))
    came = Attendance.objects.current().filter(session__lesson_key=lesson, person=person, presence__in=CAME)
    return _planned(OuterRef("run")).filter(Exists(came), _is_required())


def _read() -> QuerySet[LessonCompletion]:
    """Required lessons that the person finished at home; those with a class are done by being there."""
    rows = LessonCompletion.objects.filter(_is_required(), person=OuterRef("person"))
    return rows.exclude(Exists(_planned(OuterRef(OuterRef("run"))).filter(lesson_key=OuterRef("lesson_key"))))


def _is_required() -> IsRequired:
    return IsRequired(OuterRef("version__manifest"), F("lesson_key"))


def _planned(run: OuterRef) -> QuerySet[ClassSession]:
    return ClassSession.objects.filter(run=run).exclude(state=SessionState.CANCELLED)

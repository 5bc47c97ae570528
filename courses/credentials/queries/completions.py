"""Who has completed a run, who is on the way, and what is missing."""

from dataclasses import dataclass

from django.db.models import Count, Q

from courses.credentials.models import Certificate
from courses.criteria import EvidenceRule, Line, leaves, parse, sentence
from courses.learning.queries.progress import Progress, progress_of_all
from courses.runs.enums import ANNOUNCED_RUN, EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment
from courses.runs.models.enrolment import CompletionQuerySet
from courses.runs.models.runs import CourseRunQuerySet
from lms.accounts.models import Centre, User

_SHOWN = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)


def runs_of(user: User, centre: Centre) -> CourseRunQuerySet:
    """Runs that people are in, with `learning`, `completed` and `due` (completed, and no certificate yet)."""
    runs = CourseRun.objects.of_office_of(user).filter(centre=centre, state__in=ANNOUNCED_RUN)
    return runs.select_related("version").annotate(
        learning=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ACTIVE), distinct=True),
        completed=Count("enrolments__completion", distinct=True),
        due=Count(
            "enrolments__completion",
            filter=Q(enrolments__completion__isnull=False, enrolments__completion__certificates__isnull=True),
            distinct=True,
        ),
    )


def certificates_due(runs: CourseRunQuerySet) -> CompletionQuerySet:
    return Completion.objects.filter(enrolment__run__in=runs).without_certificate()


@dataclass(frozen=True)
class PersonLine:
    progress: Progress
    certificate: Certificate | None
    may_accept: bool  # the rule asks for something that staff have not accepted yet

    @property
    def enrolment(self) -> Enrolment:
        return self.progress.enrolment

    @property
    def missing(self) -> tuple[Line, ...]:
        return () if self.progress.completed_on else self.progress.result.missing

    @property
    def is_due(self) -> bool:
        return self.progress.completed_on is not None and self.certificate is None


def people_of(run: CourseRun) -> list[PersonLine]:
    """By name; seven queries for any number of people."""
    rows = list(
        run.enrolments.filter(state__in=_SHOWN)
        .select_related("person", "version", "completion")
        .order_by("person__name", "pk")
    )
    for row in rows:
        row.run = run
    certificates = {
        row.completion_id: row
        for row in Certificate.objects.filter(completion__enrolment__run=run).order_by("issued_at", "pk")
    }
    asked = {sentence(leaf) for leaf in leaves(parse(run.version.rule)) if isinstance(leaf, EvidenceRule)}
    lines = []
    for standing in progress_of_all(rows):
        completion = getattr(standing.enrolment, "completion", None)
        open_ = {line.label for line in standing.result.missing} & asked
        may_accept = bool(open_) and standing.enrolment.state == EnrolmentState.ACTIVE
        lines.append(PersonLine(standing, certificates.get(completion.pk) if completion else None, may_accept))
    return lines

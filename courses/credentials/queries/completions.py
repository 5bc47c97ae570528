"""Who has completed a run, who is on the way, and what is missing."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from courses.credentials.models import Certificate
from courses.criteria import EvidenceRule, Line, leaves, parse, sentence
from courses.learning.models import CompletionReview
from courses.learning.queries.progress import Progress, progress_of_all
from courses.learning.queries.reviews import in_doubt
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment
from courses.runs.models.enrolment import CompletionQuerySet
from courses.runs.models.runs import CourseRunQuerySet

_SHOWN = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)


def with_counts(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    """`learning`, `completed` and `due` (completed, and no certificate yet)."""
    return runs.select_related("version").annotate(
        learning=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ACTIVE), distinct=True),
        completed=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.COMPLETED), distinct=True),
        due=Count("enrolments", filter=Q(enrolments__completions__in=due_completions()), distinct=True),
    )


def due_completions() -> CompletionQuerySet:
    """That stand, without a certificate and not under review."""
    return Completion.objects.standing().without_certificate().exclude(pk__in=in_doubt())


def certificates_due(runs: CourseRunQuerySet) -> CompletionQuerySet:
    return due_completions().filter(enrolment__run__in=runs)


@dataclass(frozen=True)
class PersonLine:
    progress: Progress
    certificate: Certificate | None
    review: CompletionReview | None  # while two people decide whether the completion stays
    may_accept: bool  # the rule asks for something that staff have not accepted yet

    @property
    def enrolment(self) -> Enrolment:
        return self.progress.enrolment

    @property
    def missing(self) -> tuple[Line, ...]:
        return () if self.progress.completed_on else self.progress.result.missing

    @property
    def is_due(self) -> bool:
        return self.progress.completed_on is not None and self.certificate is None and self.review is None


def people_of(run: CourseRun) -> list[PersonLine]:
    """By name; a fixed number of queries for any number of people."""
    rows = list(
        run.enrolments.filter(state__in=_SHOWN)
        .select_related("person", "version")
        .with_completion()
        .order_by("person__name", "pk")
    )
    for row in rows:
        row.run = run
    certificates: dict[int | None, Certificate] = {
        row.completion_id: row
        for row in Certificate.objects.filter(completion__enrolment__run=run).order_by("issued_at", "pk")
    }
    reviews: dict[int | None, CompletionReview] = {
        row.completion_id: row for row in CompletionReview.objects.open().filter(completion__enrolment__run=run)
    }
    asked = {sentence(leaf) for leaf in leaves(parse(run.version.rule)) if isinstance(leaf, EvidenceRule)}
    lines = []
    for standing in progress_of_all(rows):
        completion = standing.enrolment.completion
        number = completion.pk if completion else None
        open_ = {line.label for line in standing.result.missing} & asked
        may_accept = bool(open_) and standing.enrolment.state == EnrolmentState.ACTIVE
        lines.append(PersonLine(standing, certificates.get(number), reviews.get(number), may_accept))
    return lines

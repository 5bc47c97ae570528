"""Who has completed a run, who is on the way, and what is missing."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from courses.credentials.models import Certificate
from courses.criteria import EvidenceRule, Line, leaves, parse, sentence
from courses.learning.models import CompletionReview
from courses.learning.queries.progress import Progress, progress_of_all
from courses.learning.queries.reviews import in_doubt
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment, Evidence
from courses.runs.models.enrolment import CompletionQuerySet
from courses.runs.models.runs import CourseRunQuerySet
from lms.accounts.namesakes import told_apart

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
    name: str  # told apart from namesakes in the run
    progress: Progress
    certificate: Certificate | None
    review: CompletionReview | None  # while two people decide whether the completion stays
    evidence: tuple[Evidence, ...]  # what staff accepted of the person for this course
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
    accepted: dict[int, list[Evidence]] = defaultdict(list)
    standing_evidence = Evidence.objects.standing().filter(
        person__in=[row.person_id for row in rows], course_key=run.version.course_key, centre_id=run.centre_id
    )
    for one in standing_evidence.order_by("pk"):
        accepted[one.person_id].append(one)
    asked = {sentence(leaf) for leaf in leaves(parse(run.version.rule)) if isinstance(leaf, EvidenceRule)}
    names = told_apart([row.person for row in rows], run.centre_id)
    lines = []
    for standing in progress_of_all(rows):
        completion = standing.enrolment.completion
        number = completion.pk if completion else None
        open_ = {line.label for line in standing.result.missing} & asked
        may_accept = bool(open_) and standing.enrolment.state == EnrolmentState.ACTIVE
        evidence = tuple(accepted[standing.enrolment.person_id])
        name = names[standing.enrolment.person_id]
        lines.append(PersonLine(name, standing, certificates.get(number), reviews.get(number), evidence, may_accept))
    return lines


def resting_on(evidence: Evidence) -> list[Completion]:
    """Those of the course that stand."""
    rows = Completion.objects.standing().filter(person=evidence.person_id, course_key=evidence.course_key)
    return list(rows.select_related("enrolment__run__version").order_by("completed_at", "pk"))


def run_of(evidence: Evidence) -> int | None:
    """The last one of the course in which the person learned at the centre."""
    rows = Enrolment.objects.filter(
        person=evidence.person_id, centre=evidence.centre_id, version__course_key=evidence.course_key
    )
    return rows.order_by("-applied_at", "-pk").values_list("run_id", flat=True).first()

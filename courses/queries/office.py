"""What waits for the office in the courses: counts with the page where each is dealt with."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.enums import CertificateState, EnrolmentState, RunState, SessionState
from courses.models import Certificate, ClassSession, CourseRun, Enrolment
from courses.models.runs import CourseRunQuerySet
from courses.queries.completion import certificates_due
from courses.queries.progress import Progress, progress_of_all
from lms.accounts.models import Centre, Role, User
from lms.accounts.rules import centre_ids
from lms.common import clock


@dataclass(frozen=True)
class Todo:
    label: str | Promise
    count: int
    url: str
    urgent: bool = False


def todo(user: User, centre: Centre | None = None) -> list[Todo]:
    """Only what there is: a count of nothing is no task. One page may hold it all, or a list that is filtered."""
    runs = CourseRun.objects.of_office_of(user)
    if centre:
        runs = runs.filter(centre=centre)
    asking, asking_run = _pile(Enrolment.objects.filter(run__in=runs, state=EnrolmentState.APPLIED), "run")
    over, over_run = _pile(over_runs(runs), "pk")
    due, due_run = _pile(certificates_due(runs), "enrolment__run")
    completions = reverse("office_completions") + (f"?run={due_run}" if due_run else "")
    unrecorded = unrecorded_classes(runs).count()
    found = [
        Todo(_("Applications to answer"), asking, _page_of(asking_run, "asking")),
        Todo(_("Attendance to enter"), unrecorded, reverse("office_runs") + "?show=unrecorded"),
        Todo(_("Certificates to issue"), due, completions),
        Todo(_("Runs to close"), over, _page_of(over_run, "over")),
        *_revocations(user, centre),
    ]
    return [item for item in found if item.count]


def _revocations(user: User, centre: Centre | None) -> list[Todo]:
    """For managers: what coordinators ask to revoke; the page of the first."""
    decides = centre_ids(user, {Role.MANAGER})
    if centre:
        decides &= {centre.pk}
    asked = Certificate.objects.filter(state=CertificateState.VALID, revocation_asked_by__isnull=False)
    waiting = list(asked.filter(centre__in=decides).order_by("pk").values_list("pk", flat=True)) if decides else []
    page = reverse("office_certificate", args=waiting[:1]) if waiting else ""
    return [Todo(_("Revocations to decide"), len(waiting), page)]


def _pile(rows: QuerySet[Any], run: str) -> tuple[int, int | None]:
    """How many there are, and the run that all of them are of, if there is one: in one query."""
    found = rows.order_by().aggregate(count=Count("pk"), first=Min(run), last=Max(run))
    return found["count"], found["first"] if found["first"] == found["last"] else None


def _page_of(run: int | None, show: str) -> str:
    """The one run itself where there is only one, else the list of those runs."""
    return reverse("office_run", args=[run]) if run else reverse("office_runs") + f"?show={show}"


def unrecorded_classes(runs: CourseRunQuerySet) -> QuerySet[ClassSession]:
    """Classes that are over and whose attendance nobody has entered yet."""
    over = ClassSession.objects.filter(run__in=runs, run__state=RunState.PUBLISHED, ends_at__lte=clock.now())
    return over.filter(state=SessionState.PLANNED)


def over_runs(runs: CourseRunQuerySet) -> CourseRunQuerySet:
    return runs.filter(state=RunState.PUBLISHED, ends_on__lt=clock.today())


# ── lists

SHOWS = ("asking", "unrecorded", "over")


def office_list(user: User, centre: Centre | None, *, show: str = "") -> CourseRunQuerySet:
    """Runs of the office and those that the person teaches, newest first, each with its counts."""
    runs = CourseRun.objects.staffed_by(user)
    if centre:
        runs = runs.filter(Q(centre=centre) | Q(pk__in=user.taught_runs.values("pk")))
    if show == "asking":
        runs = runs.filter(pk__in=Enrolment.objects.filter(state=EnrolmentState.APPLIED).values("run"))
    elif show == "unrecorded":
        runs = runs.filter(pk__in=unrecorded_classes(CourseRun.objects.all()).values("run"))
    elif show == "over":
        runs = over_runs(runs)
    return runs.with_places().select_related("version", "centre").order_by("-starts_on", "pk")


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
    rows = list(run.enrolments.select_related("person", "version", "completion").order_by("applied_at", "pk"))
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


def seats(people: Roster, *, in_office: bool) -> list[tuple[Enrolment, Progress | None]]:
    """Those with a seat, and how far each is. That is the office's to read: an instructor sees the names."""
    if not in_office:
        return [(row, None) for row in people.seated]
    return [(found.enrolment, found) for found in progress_of_all(people.seated)]

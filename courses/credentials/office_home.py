"""What the office has to do about courses."""

from typing import Any

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.credentials.queries.certificates import is_lost, with_asking
from courses.credentials.queries.completions import certificates_due
from courses.credentials.rules import askable_certificates, revocable_certificates
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment
from courses.runs.queries.enrolment import ANSWER_WITHIN
from courses.runs.queries.office import over_runs, unrecorded_classes
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Queue, Todo
from lms.accounts.rules import of_coordinator


def todo(user: User, centre: Centre | None = None) -> list[Todo]:
    """Only what there is: a count of nothing is no task. One page may hold it all, or a list that is filtered."""
    found = [*_of_runs(user, centre), *_withdrawn(user, centre), *_revocations(user, centre)]
    return [item for item in found if item.count]


def _of_runs(user: User, centre: Centre | None) -> list[Todo]:
    """For coordinators, who alone admit people, enter sheets, issue and close."""
    runs = CourseRun.objects.filter(of_coordinator(user))
    if centre:
        runs = runs.filter(centre=centre)
    applied = Enrolment.objects.filter(run__in=runs, state=EnrolmentState.APPLIED)
    asking, asking_run = _pile(applied, "run")
    over, over_run = _pile(over_runs(runs), "pk")
    to_issue = certificates_due(runs).exclude(person=user)  # one's own somebody else issues
    due, due_run = _pile(to_issue, "enrolment__run")
    completions = reverse("office_completions") + (f"?run={due_run}" if due_run else "?show=due")
    classes = unrecorded_classes(runs)
    return [
        Todo(
            _("Applications to answer"),
            asking,
            _page_of(asking_run, "asking"),
            rows=applied,
            queue=Queue("person__name", "applied_at", "office_run", keys=("run",), within=ANSWER_WITHIN.days),
        ),
        Todo(
            _("Attendance to enter"),
            classes.count(),
            reverse("office_runs") + "?show=unrecorded",
            rows=classes,
            queue=Queue("title", "ends_at", "office_attendance", keys=("run", "pk")),
        ),
        Todo(
            _("Certificates to issue"),
            due,
            completions,
            rows=runs.filter(pk__in=to_issue.values("enrolment__run")).annotate(issue_since=_first_of_run(to_issue)),
            queue=Queue("name", "issue_since", "office_completions", keys=(), query={"run": "pk"}),
        ),
        Todo(
            _("Runs to close"),
            over,
            _page_of(over_run, "over"),
            rows=over_runs(runs),
            queue=Queue("name", "ends_on", "office_run"),
        ),
    ]


def _withdrawn(user: User, centre: Centre | None) -> list[Todo]:
    """For coordinators, who ask to revoke what proves a completion that was taken back."""
    rows = Certificate.objects.filter(is_lost(), askable_certificates(user), revocation_asked_by=None)
    label = _("Certificates of withdrawn completions")
    return [_of_certificates(rows, centre, label, "completion__withdrawal__withdrawn_at", "lost")]


def _revocations(user: User, centre: Centre | None) -> list[Todo]:
    """For managers: what coordinators ask to revoke."""
    rows = Certificate.objects.filter(revocable_certificates(user), state=CertificateState.VALID)
    asked = with_asking(rows.filter(revocation_asked_by__isnull=False).exclude(revocation_asked_by=user))
    return [_of_certificates(asked, centre, _("Revocations to decide"), "asked_at", "asked")]


def _of_certificates(
    rows: QuerySet[Certificate], centre: Centre | None, label: str | Promise, since: str, show: str
) -> Todo:
    """The page of the one, or the list of them."""
    if centre:
        rows = rows.filter(centre=centre)
    count, one = _pile(rows, "pk")
    listed = reverse("office_certificates") + f"?show={show}"
    page = reverse("office_certificate", args=[one]) if one else listed
    return Todo(label, count, page, rows=rows, queue=Queue("person__name", since, "office_certificate"))


def _first_of_run(completions: QuerySet[Completion]) -> Subquery:
    """A class is issued in one go, and stands in the queue once."""
    own = completions.filter(enrolment__run=OuterRef("pk")).order_by("completed_at")
    return Subquery(own.values("completed_at")[:1])


def _pile(rows: QuerySet[Any], of: str) -> tuple[int, int | None]:
    """How many there are, and the row that all of them are of, if there is one: in one query."""
    found = rows.order_by().aggregate(count=Count("pk"), first=Min(of), last=Max(of))
    return found["count"], found["first"] if found["first"] == found["last"] else None


def _page_of(run: int | None, show: str) -> str:
    """The one run itself where there is only one, else the list of those runs."""
    return reverse("office_run", args=[run]) if run else reverse("office_runs") + f"?show={show}"

"""What the office has to do about courses."""

from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.credentials.queries.completions import certificates_due
from courses.credentials.rules import revocable_certificates
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries.enrolment import ANSWER_WITHIN
from courses.runs.queries.office import over_runs, unrecorded_classes
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Queue, Todo
from lms.accounts.rules import of_coordinator


def todo(user: User, centre: Centre | None = None) -> list[Todo]:
    """Only what there is: a count of nothing is no task. One page may hold it all, or a list that is filtered."""
    found = [*_of_runs(user, centre), *_revocations(user, centre)]
    return [item for item in found if item.count]


def _of_runs(user: User, centre: Centre | None) -> list[Todo]:
    """For coordinators, who alone admit people, enter sheets, issue and close."""
    runs = CourseRun.objects.filter(of_coordinator(user))
    if centre:
        runs = runs.filter(centre=centre)
    applied = Enrolment.objects.filter(run__in=runs, state=EnrolmentState.APPLIED)
    asking, asking_run = _pile(applied, "run")
    over, over_run = _pile(over_runs(runs), "pk")
    due, due_run = _pile(certificates_due(runs), "enrolment__run")
    completions = reverse("office_completions") + (f"?run={due_run}" if due_run else "")
    classes = unrecorded_classes(runs)
    return [
        Todo(
            _("Applications to answer"),
            asking,
            _page_of(asking_run, "asking"),
            rows=applied,
            queue=Queue("person__name", "applied_at", "office_run", key="run", within=ANSWER_WITHIN.days),
        ),
        Todo(
            _("Attendance to enter"),
            classes.count(),
            reverse("office_runs") + "?show=unrecorded",
            rows=classes,
            queue=Queue("title", "ends_at", "office_run", key="run"),
        ),
        Todo(_("Certificates to issue"), due, completions),
        Todo(
            _("Runs to close"),
            over,
            _page_of(over_run, "over"),
            rows=over_runs(runs),
            queue=Queue("name", "ends_on", "office_run"),
        ),
    ]


def _revocations(user: User, centre: Centre | None) -> list[Todo]:
    """For managers: what coordinators ask to revoke; the page of the one, or the list of them."""
    asked = Certificate.objects.filter(state=CertificateState.VALID, revocation_asked_by__isnull=False)
    if centre:
        asked = asked.filter(centre=centre)
    waiting = list(asked.filter(revocable_certificates(user)).order_by("pk").values_list("pk", flat=True))
    one = reverse("office_certificate", args=waiting) if len(waiting) == 1 else ""
    page = one or reverse("office_certificates") + "?show=asked"
    return [Todo(_("Revocations to decide"), len(waiting), page)]


def _pile(rows: QuerySet[Any], run: str) -> tuple[int, int | None]:
    """How many there are, and the run that all of them are of, if there is one: in one query."""
    found = rows.order_by().aggregate(count=Count("pk"), first=Min(run), last=Max(run))
    return found["count"], found["first"] if found["first"] == found["last"] else None


def _page_of(run: int | None, show: str) -> str:
    """The one run itself where there is only one, else the list of those runs."""
    return reverse("office_run", args=[run]) if run else reverse("office_runs") + f"?show={show}"

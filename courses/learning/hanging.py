"""What hangs on a completion, for whoever decides whether it stays: each topic above enters what it knows."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.learning.queries.reviews import enrolments_resting_on
from courses.runs.models import Completion
from lms.common.records.hanging import Hanging
from lms.common.registry import Registry

HANGING: Registry[Callable[[Completion], Iterable[Hanging]]] = Registry("what hangs on a completion")


def hanging_on(completion: Completion) -> list[Hanging]:
    return [found for provider in HANGING.values() for found in provider(completion)]


def enrolments(completion: Completion) -> Iterable[Hanging]:
    for row in enrolments_resting_on(completion):
        yield Hanging(_("Enrolment"), str(row.run), row.get_state_display(), reverse("office_run", args=[row.run_id]))

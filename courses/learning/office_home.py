from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from courses.learning.figures import funnel_figure
from courses.learning.metrics import funnel
from courses.learning.models import CompletionReview
from courses.learning.rules import decidable_reviews
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Queue
from lms.common.figures import Figure


def figures(centre: Centre) -> list[Figure]:
    return [funnel_figure(funnel(centre))]


def todo(user: User, centre: Centre | None = None) -> Iterable[Pile]:
    """For those who may decide; whoever proposed waits for somebody else."""
    rows = CompletionReview.objects.open().filter(decidable_reviews(user)).exclude(proposed_by=user)
    if centre:
        rows = rows.filter(centre=centre)
    queue = Queue("completion__person__name", "opened_at", "office_review")
    yield Pile(rows, _("Completions to review"), "office_reviews", queue=queue)

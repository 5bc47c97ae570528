"""What was agreed at a visit and falls to the community: its representative says that it is done, without waiting for the
expert's next log."""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from mentoring.communities.domain.guards import not_representative
from mentoring.visits.enums import ActionState
from mentoring.visits.models import ActionItem
from mentoring.visits.rules import may_tick_off


@transaction.atomic
def tick_off(*, step: ActionItem, done: bool, actor: User) -> ActionItem:
    """`done` False takes it back. A second press finds it as it is."""
    # A log that is sent meanwhile settles steps, too, and one that is declared void drops its own: the log's row makes
    # them queue.
    visit = transitions.lock(step.visit)
    if not may_tick_off(actor, step):
        raise not_representative()
    step = ActionItem.objects.get(pk=step.pk)
    goal = ActionState.DONE if done else ActionState.OPEN
    if step.state == goal:
        return step
    if step.closed_in_id or step.state == ActionState.DROPPED:
        raise DomainError(
            _("The expert's log has settled this step. Please call the expert or the centre."), code="settled"
        )
    transitions.move_parts(ActionItem.objects.filter(pk=step.pk), "settle" if done else "reopen")
    statelog.record(
        visit,
        action="step_done" if done else "step_open",
        from_state=visit.state,
        to_state=visit.state,
        actor=actor,
        is_locked=True,
    )
    step.refresh_from_db()
    return step

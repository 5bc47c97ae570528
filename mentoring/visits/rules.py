from typing import TYPE_CHECKING

from django.db.models import Q

from lms.accounts.models import Role
from lms.accounts.rules import Person, has_role, may_see_everything
from mentoring.coaching.rules import office_unless_sensitive
from mentoring.communities.rules import represented
from mentoring.corps.rules import own_expert
from mentoring.visits.enums import VisitState

if TYPE_CHECKING:
    from mentoring.visits.models import Visit


def may_take_photo_out(user: Person, log: "Visit") -> bool:
    """Of a log that was sent, when somebody in the photo asks for it; never of one's own."""
    holds = has_role(user, log.centre_id, Role.COORDINATOR, Role.MANAGER)
    return (may_see_everything(user) or holds) and log.author_id != user.pk


# ── visit logs


def visible_visits(user: Person) -> Q:
    """A log that is being written is its expert's alone; the community and the office see it once it was sent."""
    if may_see_everything(user):
        return Q()
    others = represented(user, "engagement__community") | office_unless_sensitive(
        user, "engagement__request__sensitive"
    )
    return own_expert(user) | (others & ~Q(state=VisitState.DRAFT))

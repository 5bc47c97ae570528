from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.domain.guards import not_manager
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Step
from lms.accounts.queries import holders_of
from lms.accounts.rules import may_give_roles, may_invite
from lms.invitations.queries import given_up


def coordinators(user: User, centre: Centre) -> Step:
    what_for = _("They prepare runs, take in communities and answer requests.")
    return Step(_("Coordinators"), what_for, Q(Exists(holders_of(centre, Role.COORDINATOR))), *_way(user, centre))


def editors(user: User, centre: Centre) -> Step:
    there = Q(Exists(holders_of(centre, Role.EDITOR))) & Q(Exists(holders_of(centre, Role.REVIEWER)))
    what_for = _("Editors write pages and courses, reviewers publish them. One person can be both.")
    return Step(_("Editors and reviewers"), what_for, there, *_way(user, centre))


def _way(user: User, centre: Centre) -> tuple[str, str]:
    return reverse("office_invitations") if may_give_roles(user, centre) else "", str(not_manager())


def todo(user: User, centre: Centre) -> list[Pile]:
    if not may_invite(user, centre):
        return []
    return [Pile(given_up(centre), gettext_lazy("Invitations that could not be delivered"), "office_invitations")]

"""Who is too near to whom. Who stood for a community when stays with it, without the name."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.privacy.registries import Duty, Erasure
from mentoring.communities.models import CommunityMembership, ConflictOfInterest


def _duties(person: User) -> Iterator[Duty]:
    for held in CommunityMembership.objects.current().filter(person=person).select_related("community"):
        yield Duty(
            _("You stand for %(community)s. Please have somebody else entered first.") % {"community": held.community}
        )


def _erase(person: User) -> None:
    ConflictOfInterest.objects.filter(expert__person=person).delete()


COMMUNITIES = Erasure(_duties, _erase)

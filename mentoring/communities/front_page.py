"""What the front page and the search show of communities."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.front_page import Hit, HitGroup
from lms.common.figures import Figure
from mentoring.communities.figures import community_maps
from mentoring.communities.metrics import by_dong
from mentoring.communities.models import Community
from mentoring.communities.queries.communities import directory

MOST_HITS = 20


def maps() -> list[Figure]:
    return community_maps(by_dong(), link=lambda dong: f"{reverse('communities')}?dong={dong.code}#found")


def search(words: str) -> HitGroup:
    """As in the public directory, by name, introduction and dong."""
    return HitGroup(_("Communities"), [_hit(community) for community in directory(text=words)[:MOST_HITS]])


def _hit(community: Community) -> Hit:
    return Hit(
        community.name, reverse("community_page", args=[community.slug]), f"{community.dong} · {community.field}"
    )

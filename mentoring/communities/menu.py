"""The section of those who stand for a community."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses.learning.menu import MY, learning_tab
from lms.accounts.menu import OFFICE
from lms.common import clock
from lms.common.ui.sections import PUBLIC, Section, Tab
from lms.notifications.menu import notices_tab
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import CommunityMembership
from mentoring.communities.rules import in_force, may_open_community_section


def reader_represents(request: HttpRequest) -> Exists:
    """What `may_open_community_section` asks, of the reader of a page."""
    held = CommunityMembership.objects.filter(in_force(clock.today()), person=OuterRef("pk"))
    return Exists(held.filter(role=CommunityRole.REPRESENTATIVE))


COMMUNITY = Section(
    key="community",
    label=_("Community"),
    home_url_name="community_home",
    prefixes=("/community/",),
    open_to=may_open_community_section,
)
TABS = (
    Tab(PUBLIC, _("Communities"), "communities", ("/communities/",), order=20),
    Tab(MY, _("Communities"), "communities", ("/communities/",), order=30),
    Tab(OFFICE, _("Communities"), "office_communities", ("/office/communities/",), order=30),
    learning_tab(COMMUNITY, order=30),
    notices_tab(COMMUNITY, order=40),
)

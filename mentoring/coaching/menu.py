from django.utils.translation import gettext_lazy as _

from lms.common.ui.sections import Tab
from mentoring.communities.menu import COMMUNITY

TABS = (Tab(COMMUNITY, _("Coaching"), "community_requests", ("/community/requests/", "/community/reviews/"), order=20),)

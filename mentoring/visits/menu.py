from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Tab, Under
from mentoring.communities.menu import COMMUNITY
from mentoring.corps.menu import MENTOR

TABS = (
    Tab(COMMUNITY, pgettext_lazy("tab", "Home"), "community_home", ("/community/",), order=10),
    Tab(COMMUNITY, pgettext_lazy("tab", "Visits"), "community_visits", ("/community/visits/",), order=25),
    Tab(MENTOR, pgettext_lazy("tab", "Logs"), "visits", ("/mentor/logs/",), order=20),
    Tab(MENTOR, _("Communities"), "expert_communities", ("/mentor/communities/",), order=30),
)
UNDER = (Under(OFFICE, "office_requests", ("/office/engagements/", "/office/logs/")),)

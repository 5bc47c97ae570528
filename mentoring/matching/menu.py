from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Tab
from mentoring.corps.menu import MENTOR

TABS = (
    Tab(MENTOR, pgettext_lazy("tab", "Home"), "expert_home", ("/mentor/",), order=10),
    Tab(OFFICE, _("Matching"), "office_requests", ("/office/requests/", "/office/offers/"), order=40),
)

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Tab, Under

TABS = (
    Tab(OFFICE, pgettext_lazy("tab", "Home"), "office_home", ("/office/", "/office/begin/"), order=10),
    Tab(OFFICE, _("Notices"), "notices", ("/my/notifications/",), order=90),  # a count would cost each page a query
    Tab(OFFICE, _("People"), "office_people", ("/office/people/", "/office/records/"), order=20),
)
UNDER = (Under(OFFICE, "office_communities", ("/office/zones/",)),)

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Tab, Under
from lms.notifications.menu import notices_tab

TABS = (
    Tab(OFFICE, pgettext_lazy("tab", "Home"), "office_home", ("/office/", "/office/begin/"), order=10),
    notices_tab(OFFICE, order=90),
    Tab(OFFICE, _("People"), "office_people", ("/office/people/", "/office/records/"), order=20),
)
UNDER = (Under(OFFICE, "office_communities", ("/office/zones/", "/office/regions/", "/office/lists/")),)

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.menu import OFFICE
from lms.common.ui.sections import PUBLIC, Tab

TABS = (
    Tab(PUBLIC, pgettext_lazy("tab", "Courses"), "curriculum", ("/curriculum/",), order=10),
    Tab(OFFICE, _("Courses"), "office_runs", ("/office/runs/",), order=50),
)

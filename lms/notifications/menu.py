from django.utils.translation import gettext_lazy as _

from lms.common.ui.sections import Section, Tab
from lms.notifications.queries import unread


def notices_tab(section: Section, *, order: int) -> Tab:
    """For any section whose people get notices: where in it they stand is its own matter."""
    return Tab(section, _("Notices"), "notices", ("/my/notifications/",), order, count=unread)

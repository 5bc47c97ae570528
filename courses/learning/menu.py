"""The learner's section. It is everybody's: an expert or a coordinator takes courses, too."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.ui.sections import Section, Tab
from lms.notifications.queries import unread

MY = Section(
    key="my",
    label=pgettext_lazy("tab", "Learning"),
    home_url_name="my_home",
    prefixes=("/my/", "/learn/"),
    tabs=(
        Tab(pgettext_lazy("tab", "Home"), "my_home", "/my/"),
        Tab(
            pgettext_lazy("tab", "My courses"),
            "my_learning",
            "/my/learning/",
            also=("/learn/", "/my/certificates/", "/my/apply/"),
        ),
        Tab(_("Communities"), "communities", "/communities/"),
        Tab(_("Notices"), "notices", "/my/notifications/", count=unread),
    ),
    open_to=lambda user: True,
)

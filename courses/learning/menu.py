"""The learner's section. It is everybody's: an expert or a coordinator takes courses, too."""

from django.utils.translation import pgettext_lazy

from lms.accounts.menu import OFFICE
from lms.common.ui.sections import Section, Tab, Under
from lms.notifications.menu import notices_tab

MY = Section(
    key="my",
    label=pgettext_lazy("tab", "Learning"),
    home_url_name="my_home",
    prefixes=("/my/", "/learn/"),
    open_to=lambda user: True,
)
TABS = (
    Tab(MY, pgettext_lazy("tab", "Home"), "my_home", ("/my/",), order=10),
    Tab(MY, pgettext_lazy("tab", "My courses"), "my_learning", ("/my/learning/", "/learn/", "/my/apply/"), order=20),
    notices_tab(MY, order=40),
)
UNDER = (Under(OFFICE, "office_runs", ("/office/reviews/",)),)


def learning_tab(section: Section, *, order: int) -> Tab:
    """The way to one's own courses out of another section."""
    return Tab(section, pgettext_lazy("tab", "Learning"), "my_home", ("/my/",), order)

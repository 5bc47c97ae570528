"""The learner's section. It is everybody's: an expert or a coordinator takes courses, too."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.sections import Section, Tab, register
from lms.notifications.queries import unread_count


def _unread(request: HttpRequest) -> int:
    """Asked once a request, though the frame draws the section twice: in its own row and among the person's roles."""
    user: Any = request.user
    kept: int | None = getattr(request, "_unread", None)
    if kept is None:
        kept = unread_count(user) if user.is_authenticated else 0
        request._unread = kept  # type: ignore[attr-defined]
    return kept


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
        Tab(_("Notices"), "notices", "/my/notifications/", count=_unread),
    ),
    open_to=lambda user: True,
    order=50,
)


def register_sections() -> None:
    register(MY)

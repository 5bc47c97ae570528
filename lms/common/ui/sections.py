"""The homes of the roles and their tabs. Each topic adds its own to `SECTIONS`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.registry import Registry

MOST_TABS = 5


@dataclass(frozen=True)
class Tab:
    """`url_name` is a URL name, or a path when it starts with a slash. `count` says how many new things wait there."""

    label: str | Promise
    url_name: str
    prefix: str
    count: Callable[[HttpRequest], int] | None = None
    also: tuple[str, ...] = ()  # further prefixes that belong to it


@dataclass(frozen=True)
class Section:
    key: str
    label: str | Promise
    home_url_name: str
    prefixes: tuple[str, ...]
    tabs: tuple[Tab, ...]
    open_to: Callable[[Any], bool]

    def __post_init__(self) -> None:
        if len(self.tabs) > MOST_TABS:
            raise ValueError(f"Section {self.key} has {len(self.tabs)} tabs; {MOST_TABS} is the most that fits a phone")


@dataclass(frozen=True)
class ShownTab:
    label: str | Promise
    url: str
    current: bool
    count: int


PUBLIC = Section(
    key="public",
    label=_("Public pages"),
    home_url_name="/",
    prefixes=(),
    tabs=(
        Tab(pgettext_lazy("tab", "Courses"), "/curriculum/", "/curriculum/"),
        Tab(_("Communities"), "/communities/", "/communities/"),
        Tab(_("Expert corps"), "/experts/", "/experts/"),
        Tab(_("Help"), "common:help", "/help/"),
    ),
    open_to=lambda user: True,
)

SECTIONS: Registry[Section] = Registry("sections")


def sections_for(user: Any) -> list[Section]:
    if user is None or not user.is_authenticated:
        return []
    return [section for section in SECTIONS.values() if section.open_to(user)]


def current_section(request: HttpRequest, sections: list[Section] | None = None) -> Section:
    """The section whose longest prefix the path starts with, else the person's first one, else the public one."""
    if sections is None:
        sections = sections_for(getattr(request, "user", None))
    matching = [
        (len(prefix), section) for section in sections for prefix in section.prefixes if request.path.startswith(prefix)
    ]
    if matching:
        return max(matching, key=lambda match: match[0])[1]  # of equal ones the first
    return sections[0] if sections else PUBLIC


def url_of(name: str) -> str | None:
    if name.startswith("/"):
        return name
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def shown_tabs(section: Section, request: HttpRequest) -> list[ShownTab]:
    """The tabs whose pages exist; the longest prefix that fits the path marks the current one."""
    fits = [_fit(tab, request.path) for tab in section.tabs]
    longest = max(fits, default=0)
    return [
        ShownTab(tab.label, url, 0 < fit == longest, tab.count(request) if tab.count else 0)
        for tab, fit in zip(section.tabs, fits, strict=True)
        if (url := url_of(tab.url_name))
    ]


def _fit(tab: Tab, path: str) -> int:
    return max((len(prefix) for prefix in (tab.prefix, *tab.also) if path.startswith(prefix)), default=0)

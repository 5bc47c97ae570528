"""The homes of the roles and their tabs. Each topic adds its own: the topic that opens a section to people declares it, and
those above it add their tabs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.common.registry import Registry

MOST_TABS = 6


@dataclass(frozen=True)
class Section:
    key: str
    label: str | Promise
    home_url_name: str
    prefixes: tuple[str, ...]
    open_to: Callable[[Any], bool]


@dataclass(frozen=True)
class Tab:
    """`order` is its place in the row. `count` says how many new things wait there."""

    section: Section
    label: str | Promise
    url_name: str
    prefixes: tuple[str, ...]
    order: int
    count: Callable[[HttpRequest], int] | None = None

    @property
    def key(self) -> str:
        return f"{self.section.key}:{self.url_name}"


@dataclass(frozen=True)
class Under:
    """Pages without a tab of their own: on them the tab of another topic, which `url_name` names, is the current one."""

    section: Section
    url_name: str
    prefixes: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.section.key}:{' '.join(self.prefixes)}"

    @property
    def tab(self) -> str:
        return f"{self.section.key}:{self.url_name}"


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
    open_to=lambda user: True,
)
HELP = Tab(PUBLIC, _("Help"), "common:help", ("/help/",), order=40)

SECTIONS: Registry[Section] = Registry("sections")
TABS: Registry[Tab] = Registry("tabs")
UNDER: Registry[Under] = Registry("pages under a tab")


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


def tabs_of(section: Section) -> list[Tab]:
    return [tab for tab in TABS.values() if tab.section.key == section.key]


def shown_tabs(section: Section, request: HttpRequest) -> list[ShownTab]:
    """The tabs whose pages exist; the longest prefix that fits the path marks the current one."""
    tabs = tabs_of(section)
    fits = [_fit(tab, request.path) for tab in tabs]
    longest = max(fits, default=0)
    return [
        ShownTab(tab.label, url, 0 < fit == longest, tab.count(request) if tab.count else 0)
        for tab, fit in zip(tabs, fits, strict=True)
        if (url := url_of(tab.url_name))
    ]


def _fit(tab: Tab, path: str) -> int:
    further = (prefix for under in UNDER.values() if under.tab == tab.key for prefix in under.prefixes)
    return max((len(prefix) for prefix in (*tab.prefixes, *further) if path.startswith(prefix)), default=0)


def check_tabs(**options: Any) -> list[CheckMessage]:
    """Among Django's system checks, since only all topics together have too many tabs, or lack one."""
    wide = [section.key for section in (*SECTIONS.values(), PUBLIC) if len(tabs_of(section)) > MOST_TABS]
    lost = [under.tab for under in UNDER.values() if under.tab not in TABS]
    return [
        *(
            Error(f"Section {key} has more tabs than the {MOST_TABS} that fit a phone.", id="common.E001")
            for key in wide
        ),
        *(Error(f"There is no tab {key} that pages could stand under.", id="common.E002") for key in lost),
    ]

"""What every page knows: its section and tabs, the reader's display settings, and whom to call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lms.common.registry import Registry
from lms.common.ui import reader, sections
from lms.common.ui.display import display_of


@dataclass(frozen=True)
class HelpContact:
    """The person who answers. `phone` is digits; `organisation` and `address` stand in the footer."""

    name: str
    phone: str
    hours: str = ""
    organisation: str = ""
    address: str = ""


HelpContactProvider = Callable[[HttpRequest], HelpContact | None]
# `lms.accounts` knows the centres, and so whom to call; it stands above.
HELP_CONTACTS: Registry[HelpContactProvider] = Registry("help contacts")


def help_contact_of(request: HttpRequest) -> HelpContact | None:
    answers = (provider(request) for provider in HELP_CONTACTS.values())
    return next((contact for contact in answers if contact), None)


@dataclass(frozen=True)
class ShownSection:
    key: str
    label: Any
    url: str | None
    current: bool
    tabs: list[sections.ShownTab]


def _shown(section: sections.Section, current: sections.Section, request: HttpRequest) -> ShownSection:
    is_current = section is current
    return ShownSection(
        key=section.key,
        label=section.label,
        url=sections.url_of(section.home_url_name),
        current=is_current,
        tabs=sections.shown_tabs(section, request) if is_current else [],
    )


class PageFrame:
    """Computed when a template first asks: a fragment or an e-mail asks for none of it and pays no query."""

    def __init__(self, request: HttpRequest) -> None:
        reader.ask(request)
        mine = sections.sections_for(getattr(request, "user", None))
        current = sections.current_section(request, mine)
        self.section = _shown(current, current, request)
        self.sections = [self.section if section is current else _shown(section, current, request) for section in mine]


def page(request: HttpRequest) -> dict[str, Any]:
    frame = SimpleLazyObject(lambda: PageFrame(request))
    return {
        "section": SimpleLazyObject(lambda: frame.section),
        "sections": SimpleLazyObject(lambda: frame.sections),
        "display": display_of(request),
        "site_name": settings.SITE_NAME,
        "help_contact": SimpleLazyObject(lambda: help_contact_of(request)),
    }

"""What a topic declares in its `demo_pages`: its pages in the sample world, for pictures, the browser tests and `bench`.

Nothing is registered: `lms.demo` finds the modules by their name, and a site that serves people never loads them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

VISITOR = ""


def email_of(name: str) -> str:
    """By which somebody of the sample data signs in."""
    return f"{name}@demo.example"


@dataclass(frozen=True)
class Look:
    """One page as somebody sees it."""

    name: str  # of the page, and of its picture
    who: str  # a sign-in, or VISITOR
    path: str
    status: int = 200


@dataclass(frozen=True)
class Measured:
    """Who looks at it, where they start, and which of the links found there is taken (none: the page itself is measured)."""

    who: str
    start: str
    link: str = ""


def nothing_to_prepare() -> None:
    """The sample world has all that the pages show."""


@dataclass(frozen=True)
class DemoPages:
    """`prepare` makes what the looks show and the sample world lacks; whoever looks may sign in by then."""

    looks: Callable[[], Iterator[Look]]
    prepare: Callable[[], None] = nothing_to_prepare
    measured: tuple[Measured, ...] = ()


def look(who: str, view: str, *args: Any, called: str = "", query: str = "", status: int = 200) -> Look:
    return Look(called or view.rpartition(":")[2], who, reverse(view, args=args) + query, status)

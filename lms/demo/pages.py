"""Every page of the site in the sample world, with somebody who may see it, as the topics' `demo_pages` declare them."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR, DemoPages, Look
from lms.demo.parts.people import SIGN_INS
from lms.demo.passwords import demo_password


def declared() -> Iterator[DemoPages]:
    """The lowest topic first."""
    for topic in reversed(settings.TOPICS):
        if find_spec(name := f"{topic}.demo_pages"):
            yield import_module(name).PAGES


def looks() -> list[Look]:
    return [look for pages in declared() for look in pages.looks()]


def prepare() -> None:
    """Makes what the sample world lacks, and lets everybody sign in who looks."""
    for pages in declared():
        pages.prepare()
    let_in(*sorted({look.who for look in looks()} - {VISITOR, *SIGN_INS}))


def let_in(*keys: str) -> None:
    """Sample people without a demo sign-in get one, with the demo password."""
    for key in keys:
        who = person(key)
        who.set_password(demo_password())
        who.save()


def tell() -> None:
    """Called in the site's own process by `looks_of`."""
    prepare()
    print(json.dumps([asdict(look) for look in looks()]))

"""Queries and milliseconds of the main pages of the sample data, beside a bare signed-in page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR, Measured
from lms.demo.pages import declared

BARE = "/bench/bare/"


@dataclass(frozen=True)
class Measure:
    person: str
    address: str
    status: int
    queries: int
    milliseconds: float
    kilobytes: float


def first_link(client: Client, start: str, pattern: str) -> str:
    html = client.get(start).content.decode()
    found = re.search(rf'href="({pattern})"', html)
    return found.group(1) if found else start


def measure(client: Client, who: str, address: str, rounds: int) -> Measure:
    client.get(address)  # fills caches and compiles templates, which a running site has done long ago
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    asked = len(queries)  # the next request empties the list
    times = []
    for _round in range(rounds):
        started = perf_counter()
        client.get(address)
        times.append((perf_counter() - started) * 1000)
    return Measure(who or "visitor", address, response.status_code, asked, median(times), len(response.content) / 1024)


def figures(rounds: int) -> Iterator[Measure]:
    # Debug keeps every query in memory, which a site that serves people does not. Nobody here has a second factor to show.
    with override_settings(ROOT_URLCONF="lms.demo.bench_urls", DEBUG=False, SECOND_FACTOR_REQUIRED=False):
        for page in (Measured("trainee", BARE), *(page for pages in declared() for page in pages.measured)):
            client = Client(SERVER_NAME="127.0.0.1")
            if page.who != VISITOR:
                client.force_login(person(page.who))
            address = first_link(client, page.start, page.link) if page.link else page.start
            yield measure(client, page.who, address, rounds)

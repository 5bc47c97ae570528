from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lms.common.looks import Look
from lms.demo.looks import looks_of
from lms.demo.passwords import demo_password
from lms.demo.serving import Site
from tests.browser.server import Databases, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Databases:
    """Where the sites of this process have their data."""
    return Databases(tmp_path_factory.mktemp("site"), worker_id)


@pytest.fixture(scope="session")
def site(databases: Databases) -> Iterator[Site]:
    """For tests that only look."""
    with serving(databases, "shared") as running:
        yield running


@pytest.fixture(scope="session")
def looks(site: Site) -> list[Look]:
    """Every page of the shared site, with somebody who may see it."""
    return looks_of(site)


@pytest.fixture
def own_site(databases: Databases) -> Iterator[Site]:
    """For tests that change something."""
    with serving(databases, "own") as running:
        yield running


@pytest.fixture
def empty_site(databases: Databases) -> Iterator[Site]:
    """As `migrate` leaves it: for tests of how an installation begins."""
    with serving(databases, "empty", empty=True) as running:
        yield running


SignIn = Callable[..., "Page"]


@pytest.fixture
def sign_in(open_page: Callable[..., "Page"]) -> SignIn:
    """`sign_in(site, "mentor", width=390)`: a fresh browser in which that person has signed in, at their home."""

    def signed_in(site: Site, who: str, **look: object) -> "Page":
        page = open_page(**look)
        page.goto(f"{site.url}/accounts/login/")
        page.get_by_label("이메일").fill(f"{who}@demo.example")
        page.locator("input[name=password]").fill(demo_password())
        page.locator("main form button.btn").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return signed_in

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lms.demo.looks import Look, looks_of
from lms.demo.passwords import demo_password
from lms.demo.serving import Site, environment_of, run_manage
from tests.browser.server import Databases, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests go to one worker: the sample data is loaded once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The sample data, loaded once by the command that people use."""
    made = Databases(tmp_path_factory.mktemp("site"), os.environ.get("TEST_DATABASE_URL", ""))
    made.create("sample")
    environment = environment_of(made.url("sample"), made.folder)
    run_manage(environment, "migrate", "-v0")
    run_manage(environment, "seed_demo")
    yield made
    made.drop("sample")


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

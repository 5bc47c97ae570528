import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lms.demo.looks import Look, looks_of
from lms.demo.passwords import demo_password
from lms.demo.serving import Site, environment_of, run_manage
from tests.browser.server import SAMPLE, Databases, sample_of_all, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Databases]:
    """The sample data, loaded by the command that people use: once, by the process of tests that comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site"
    folder.mkdir(exist_ok=True)
    made = Databases(folder, os.environ.get("TEST_DATABASE_URL", ""), worker_id)
    with sample_of_all(made, load):
        yield made


def load(databases: Databases) -> None:
    environment = environment_of(databases.url(SAMPLE), databases.folder)
    run_manage(environment, "migrate", "-v0")
    run_manage(environment, "seed_demo")


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

"""Fixtures and rules for every test: the network is off, and tests that need PostgreSQL run on PostgreSQL only."""

import gc
import ipaddress
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from tests.second_database import depends_on_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.factories.certificates import Papers

# Playwright keeps an event loop running in the test's thread, so Django takes each query there for one made from async
# code, which it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# What is imported and collected lives until the end. Looked through again and again for what could be thrown away, it
# took a quarter of the time of all tests.
gc.disable()

BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        listed = depends_on_database(item.nodeid.partition("::")[0])
        if item.get_closest_marker("postgres") or (listed and not item.get_closest_marker("once")):
            item.add_marker("database")
    if connection.vendor != "postgresql":
        leave_to_postgres(config, items)
    yield
    # In whatever order, the longest come first: else one process is left with them when the others are done.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


def leave_to_postgres(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [item for item in items if item.get_closest_marker("postgres")]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if not item.get_closest_marker("postgres")]


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_createdb: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    """This process's database: a copy of one that was migrated once. `--create-db` migrates it anew.

    The site has published the words of its consents: without them nobody could join in any test.
    """
    from tests.databases.templates import MIGRATED, copied

    if django_db_createdb:
        MIGRATED.forget()
    from tests.factories import people

    with copied(MIGRATED, connection.settings_dict["TEST"]["NAME"]):
        with django_db_blocker.unblock(), translation.override("ko"):
            people.words_of_site()
        yield


@pytest.fixture(scope="module")
def sample_data(django_db_setup: None) -> Iterator[None]:
    """The tests of the module find the sample data. Whatever is written to this copy goes with it."""
    from tests.databases.templates import SAMPLE, copied, copy_files_of_sample

    with copied(SAMPLE, f"{connection.settings_dict['NAME']}_sample"):
        copy_files_of_sample(settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
        yield


class NetworkIsOff(RuntimeError):
    pass


def refuse_far_address(address: object) -> None:
    """A file name is a Unix socket; a host must be this machine, by number or by the name localhost."""
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise NetworkIsOff(f"A test tried to reach {host}.")


MADE_UP = {"made", "old", "new", "later", "x"}  # actions of tests that need some line in the log


@pytest.fixture(autouse=True, scope="session")
def what_is_recorded_has_words() -> Iterator[None]:
    """The records would show a bare “changed”: whatever any test does, its thing and its action are declared together."""
    from lms.common.records import machines, statelog

    record = statelog.record

    def worded(thing: Any, *, action: str, **named: Any) -> Any:
        assert action in MADE_UP or machines.words_of(thing._meta.label_lower, action), (thing, action)
        return record(thing, action=action, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statelog, "record", worded)
        yield


@pytest.fixture(autouse=True, scope="session")
def network_is_off() -> Iterator[None]:
    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: object) -> Any:
            refuse_far_address(address)
            return original(self, address)

        return connect

    def near_names_only(host: str | bytes | None, *args: Any, **kwargs: Any) -> Any:
        if host not in (None, "", "localhost", b"localhost"):
            name = host.decode() if isinstance(host, bytes) else str(host)
            try:
                refuse_far_address((name,))
            except ValueError:
                raise NetworkIsOff(f"A test tried to look up {name}.") from None
        return getaddrinfo(host, *args, **kwargs)

    getaddrinfo = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", near_names_only)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_photos_of_earlier_runs() -> None:
    """Rows of tests are rolled back and files are not: after an hour `verify` would call them strays."""
    for path in (settings.PRIVATE_ROOT / "visit_photos").glob("*"):
        if path.stat().st_mtime < time.time() - 1800:
            path.unlink(missing_ok=True)


@pytest.fixture
def queued(settings: Any) -> Iterator[None]:
    """As on a server: what is enqueued waits for the worker (`tests.lms.common.background.worker.work`)."""
    from tests.lms.common.background import worker

    settings.TASKS = worker.TASKS
    yield
    worker.done.clear()
    worker.faults.clear()


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Papers":
    """Certificates go to a folder of this test's own."""
    from courses.credentials.models import Certificate
    from tests.factories.certificates import Papers

    folder = Papers(tmp_path)
    monkeypatch.setattr(Certificate.pdf.field, "storage", folder)
    return folder


@pytest.fixture
def photo_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Papers":
    """Photos of visits go to a folder of this test's own."""
    from mentoring.visits.models import VisitPhoto
    from tests.factories.certificates import Papers

    folder = Papers(tmp_path)
    for field in (VisitPhoto.file.field, VisitPhoto.thumbnail.field):
        monkeypatch.setattr(field, "storage", folder)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for all browser tests of a process: the one that CHROMIUM names, else the first on the path."""
    from playwright.sync_api import sync_playwright

    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not program:
        pytest.fail("Chromium is missing; `make test` says how to get it.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Opens a page in a fresh profile: `open_page(width=390, dark=True)`. A script error on it fails the test, and so does
    anything that the page's policy forbids."""
    from tests.browser.watch import watch_policy

    contexts: list[Any] = []
    errors: list[str] = []

    def opened(*, width: int = 390, height: int = 844, dark: bool = False, javascript: bool = True) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        watch_policy(context, page, errors)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []

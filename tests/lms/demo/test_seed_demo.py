"""What `manage.py seed_demo` says while it works. What it loads is tried by every test that opens the sample site."""

import io
import logging
import pkgutil
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection

from lms.accounts.enums import RegionLevel
from lms.accounts.models import Centre, Region
from lms.demo import parts, progress, world

pytestmark = pytest.mark.django_db

NOT_PARTS = {"drawings"}  # pictures for the others
LOADED = "The sample data is loaded."


def region() -> None:
    Region.objects.create(code="29140", name="서구", level=RegionLevel.SIGUNGU)


def centre() -> None:
    logging.getLogger("django_tasks").info("Task id=1 state=SUCCESSFUL")
    logging.getLogger("lms").warning("a warning stays")
    Centre.objects.create(name="센터", slug="seogu", region=Region.objects.get(code="29140"), phone="0620000000")


@pytest.fixture
def two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "PARTS", {"Regions": region, "Centres": centre})


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def seed(output: io.StringIO, **options: int) -> str:
    call_command("seed_demo", stdout=output, no_color=True, **options)
    return output.getvalue()


@pytest.mark.usefixtures("two_parts")
def test_other_data_are_left_alone() -> None:
    region()
    Centre.objects.create(name="다른 센터", slug="other", region=Region.objects.get(), phone="0620000000")
    with pytest.raises(CommandError, match="an empty site only"):
        seed(io.StringIO())
    assert Centre.objects.get().slug == "other"


@pytest.mark.usefixtures("two_parts")
def test_steps_are_said_in_order() -> None:
    assert seed(io.StringIO()).splitlines() == ["1/2 Regions", "2/2 Centres", LOADED]
    assert seed(io.StringIO()) == "The sample data is here already.\n"


@pytest.mark.usefixtures("two_parts")
def test_nothing_is_said_where_nothing_is_asked_for() -> None:
    assert seed(io.StringIO(), verbosity=0) == ""
    assert Centre.objects.get().slug == "seogu"
    assert seed(io.StringIO(), verbosity=0) == ""


def test_a_terminal_shows_what_was_written_in_the_line_of_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "PARTS", {"Regions": region})
    assert seed(Terminal()).replace("\r\033[K", "|").splitlines() == ["1/1 Regions|1/1 Regions: 1 rows", LOADED]


@pytest.mark.usefixtures("two_parts")
def test_jobs_say_nothing_and_warnings_stay(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    seed(io.StringIO())
    assert [record.getMessage() for record in caplog.records] == ["a warning stays"]
    logging.getLogger("lms").info("afterwards as before")
    assert caplog.records[-1].getMessage() == "afterwards as before"


@pytest.mark.usefixtures("two_parts")
def test_logs_speak_again_after_a_part_failed(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("broken part")

    monkeypatch.setattr(world, "PARTS", {"Regions": region, "Broken": fail})
    output = io.StringIO()
    with pytest.raises(ValueError, match="broken part"):
        seed(output)
    assert output.getvalue().splitlines() == ["1/2 Regions", "2/2 Broken"]
    assert not Region.objects.exists()
    caplog.set_level(logging.INFO)
    logging.getLogger("lms").info("heard")
    assert [record.getMessage() for record in caplog.records] == ["heard"]


def told(output: io.StringIO, *seconds: float) -> str:
    """One row is written at each of these seconds."""
    clock: Callable[[], float] = iter([0.0, *seconds]).__next__
    count = progress.Count("1/1 Regions", OutputWrapper(output), now=clock)
    count.begin()
    with connection.execute_wrapper(count):
        for number in range(len(seconds)):
            Region.objects.create(code=f"{number}", name="동", level=RegionLevel.DONG)
            Region.objects.count()
    count.end()
    return output.getvalue()


def test_a_long_step_says_now_and_then_how_far_it_is() -> None:
    assert told(io.StringIO(), 1, 9, 10, 11, 19.9, 20).splitlines() == [
        "1/1 Regions",
        "    3 rows so far",
        "    6 rows so far",
    ]


def test_a_terminal_is_not_written_to_for_each_row() -> None:
    assert told(Terminal(), 0.1, 0.2, 0.3, 0.5).replace("\r\033[K", "|").splitlines() == [
        "1/1 Regions|1/1 Regions: 2 rows|1/1 Regions: 4 rows|1/1 Regions: 4 rows"
    ]


def test_no_part_is_left_out() -> None:
    written = {module.name for module in pkgutil.iter_modules(parts.__path__)} - NOT_PARTS
    assert {part.__module__.rpartition(".")[2] for part in world.PARTS.values()} == written

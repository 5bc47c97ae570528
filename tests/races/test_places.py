"""Two who let the places follow the same list at one moment: it is written once."""

import pytest
from django.contrib.contenttypes.models import ContentType

from lms.accounts.domain import official_regions
from lms.accounts.models import Region, User
from lms.accounts.official_list import read
from lms.common.models import StateChange
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HEAD = "행정동코드,시도명,시군구명,읍면동명,생성일자,말소일자"
OLD = "2900000000,광주광역시,,,,\n2914000000,광주광역시,서구,,,\n2914057500,광주광역시,서구,양동,,"


def imported_by_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """How both ended, and how often the place was followed."""
    official_regions.import_regions(places=read(f"{HEAD}\n{OLD}".encode()), answers={})
    places = read(f"{HEAD}\n{OLD.replace('양동', '양림동')}".encode())
    admins = [people.user(is_superuser=True) for _two in range(2)]
    meet_after(monkeypatch, official_regions, "changes_of")

    def follow(actor: User) -> None:
        official_regions.import_regions(places=places, answers={}, actor=actor)

    ended = at_once(follow, admins)
    assert Region.objects.get(code="2914057500").name == "양림동"
    return ended, StateChange.objects.filter(subject="accounts.region", action="follow").count()


def test_two_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert imported_by_both(monkeypatch) == (["done", "done"], 1)


def test_control_without_the_lock_it_is_written_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, ContentType)
    assert imported_by_both(monkeypatch) != (["done", "done"], 1)

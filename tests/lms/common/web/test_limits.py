"""Tries are counted together for all workers; who has had enough is told when it goes on; without the cache it goes on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.models import AccessLog
from lms.common.web import cache as shared
from lms.common.web import limits, origin
from lms.common.web.limits import count, forget
from tests.factories import people

MOMENT = clock.seoul(2026, 11, 23, 9, 30)


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any) -> Iterator[None]:
    settings.LIMITS = {"verify": (3, 60), "search": (1, 60)}
    cache.clear()
    yield
    cache.clear()


def test_the_one_too_many_is_refused_until_the_next_stretch() -> None:
    with clock.at(MOMENT):
        answers = [count("verify", "203.0.113.9").until for _try in range(4)]
        assert answers == [None, None, None, clock.seoul(2026, 11, 23, 9, 31)]
        assert count("verify", "198.51.100.4").until is None
        assert count("search", "203.0.113.9").until is None
        assert count("other", "203.0.113.9").until is None
    with clock.at(clock.seoul(2026, 11, 23, 9, 31)):
        assert count("verify", "203.0.113.9").until is None


def test_a_try_given_back_takes_no_other_along_and_forgetting_takes_all() -> None:
    with clock.at(MOMENT):
        count("verify", "a")
        count("verify", "a")
        for _try in range(5):
            last = count("verify", "a")
            assert last.until is None
            last.give_back()
        assert count("verify", "a").until is None
        assert count("verify", "a").until is not None
        forget("verify", "a")
        assert count("verify", "a").until is None


def test_the_cache_holds_no_address() -> None:
    with clock.at(MOMENT):
        assert "kim" not in count("verify", "kim@example.org", "203.0.113.9").key


def test_workers_at_once_let_through_no_more_than_one_would() -> None:
    def ask(_number: int) -> bool:
        with clock.at(MOMENT):
            return count("verify", "203.0.113.9").until is None

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(ask, range(40))) == 3


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:cb00:7109", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("garbage", "unknown"),
        ("203.0.113.9, 198.51.100.4", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_who_counts_as_one(ip: str | None, network: str) -> None:
    assert origin.network_of(ip) == network


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "most"), [("/search/?q=마을", 1), ("/verify/AAAA-BBBB-CCCC/", 3)])
def test_the_page_says_when_and_another_address_goes_on(path: str, most: int) -> None:
    busy, other = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.4")
    with clock.at(MOMENT):
        for _try in range(most):
            assert busy.get(path).status_code in (200, 404)
        refused = busy.get(path)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert "오전 9시 31분" in refused.content.decode()
        assert other.get(path).status_code in (200, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/?q=마을", "/verify/AAAA-BBBB-CCCC/"])
def test_addresses_that_cannot_be_read_are_counted_as_one(path: str) -> None:
    with clock.at(MOMENT):
        answers = [Client(REMOTE_ADDR=f"garbage-{number}").get(path).status_code for number in range(4)]
    assert answers[-1] == 429


# ── lists as files


def ask_for_list(client: Client, reason: str = "월례 회의 준비") -> Any:
    return client.post("/office/download/communities/", {"reason": reason, "format": "csv"})


@pytest.mark.django_db
def test_a_person_who_downloads_too_much_waits_with_the_reason_kept_and_a_colleague_does_not(settings: Any) -> None:
    settings.LIMITS = {"export": (2, 3600)}
    centre = people.centre()
    busy, colleague = Client(), Client()
    busy.force_login(people.staff(centre, Role.COORDINATOR))
    colleague.force_login(people.staff(centre, Role.COORDINATOR))
    with clock.at(MOMENT):
        assert [ask_for_list(busy).status_code for _try in range(2)] == [200, 200]
        assert ask_for_list(busy, reason="").status_code == 422
        busy.defaults["REMOTE_ADDR"] = "198.51.100.4"
        refused = ask_for_list(busy, "“수료식” 명단 <확인>")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1800")
        assert ask_for_list(colleague).status_code == 200
    page = refused.content.decode()
    assert "한 시간 안에 명단을 여러 번 내려받으셔서 잠시 쉬었다가 받으실 수 있습니다." in page
    assert "오전 10시" in page
    assert '<form method="post" action="/office/download/communities/"' in page
    assert '<input type="hidden" name="reason" value="“수료식” 명단 &lt;확인&gt;">' in page
    assert page.count('type="hidden" name="csrfmiddlewaretoken"') == page.count('method="post"')
    assert AccessLog.objects.filter(action="export").count() == 3


@pytest.mark.django_db
def test_reports_of_the_admin_are_counted_with_them(settings: Any) -> None:
    settings.LIMITS = {"export": (1, 3600)}
    client = Client()
    client.force_login(people.user(is_superuser=True, is_staff=True))
    with clock.at(MOMENT):
        answers = [client.get("/cms/reports/site-history/?export=csv").status_code for _try in range(2)]
    assert answers == [200, 429]


# ── without the cache


@pytest.fixture
def no_cache(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens on port 1."""
    settings.CACHES = {
        "default": {"BACKEND": "lms.common.web.cache.PatientRedis", "LOCATION": "redis://127.0.0.1:1/0"},
    }
    limits._own.clear()
    monkeypatch.setattr(shared, "_breaker", shared.Breaker())
    limits.tell.__globals__["_told"].clear()


@pytest.mark.usefixtures("no_cache")
def test_without_the_cache_each_worker_counts_by_itself_and_an_error_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with clock.at(MOMENT):
        assert [count("verify", "a").until is None for _try in range(5)] == [True] * 3 + [False] * 2
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert said == [
        "The shared cache does not answer.",
        "The shared cache does not count tries; each worker counts by itself.",
    ]


@pytest.mark.usefixtures("no_cache")
@pytest.mark.django_db
def test_without_the_cache_people_sign_in_read_and_sign_out(settings: Any) -> None:
    settings.LIMITS = {"sign_in": (5, 300), "sign_in_network": (100, 300)}
    person = people.user(password="마을에서-배워요-2026")
    client = Client()
    with clock.at(MOMENT):
        for password in ("아닌-비밀번호-2026", "마을에서-배워요-2026"):
            client.post("/accounts/login/", {"login": person.email, "password": password})
        assert client.get("/my/profile/").status_code == 200
        assert client.get("/").status_code == 200
        client.post("/accounts/logout/")
        assert client.get("/my/profile/").status_code == 302
        for _try in range(5):
            client.post("/accounts/login/", {"login": person.email, "password": "아닌-비밀번호-2026"})
        client.post("/accounts/login/", {"login": person.email, "password": "마을에서-배워요-2026"})
    assert "_auth_user_id" not in client.session

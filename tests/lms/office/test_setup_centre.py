"""`manage.py setup_centre`: from a migrated database to a centre whose manager can sign in."""

from collections.abc import Iterable
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site

from cms.models import CentrePage, HomePage, Topic
from lms.accounts.domain import country
from lms.accounts.enums import RegionLevel
from lms.accounts.models import Centre, Membership, Region, User
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.communities.models import Stage
from mentoring.corps.models import Field
from tests.factories import people

pytestmark = pytest.mark.django_db

PASSWORD = "깊은 밤 우물가 두레박 넷"
OPTIONS = {
    "district": "29140",
    "name": "서구센터",
    "contact_name": "예시담당자",
    "phone": "062-000-0000",
    "email": "First@Example.org",
    "manager": "예시센터장",
}
COUNTED = (Centre, Membership, User, Page, Region, Field, Stage, Topic, StateChange)


@pytest.fixture(autouse=True)
def places() -> None:
    gwangju = people.region(RegionLevel.SIDO, code="2900000000", name="광주광역시")
    people.region(RegionLevel.SIGUNGU, code="2914000000", name="서구", parent=gwangju)
    statelog.record_of_site(
        action=country.LOADED, data={}
    )  # so that the whole country stays away from all tests but one


@pytest.fixture
def from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)


def set_up(**options: Any) -> list[str]:
    out = StringIO()
    call_command("setup_centre", no_input=True, stdout=out, **OPTIONS | options)
    return out.getvalue().splitlines()


def counts() -> list[int]:
    return [model._default_manager.count() for model in COUNTED]


def refused(**options: Any) -> str:
    """What is said, after a look that nothing was made."""
    before = counts()
    with pytest.raises(CommandError) as error:
        set_up(**options)
    assert counts() == before
    assert str(error.value).endswith("\n아무것도 만들거나 바꾸지 않았습니다.")
    return str(error.value)


# ── refused


def test_without_answers_each_missing_one_is_named() -> None:
    said = refused(district="", contact_name="", phone="", email="", manager="", name="")
    names = [line.split(":")[0] for line in said.splitlines()[:-1]]
    assert names == ["--district", "--name", "--slug", "--contact-name", "--phone", "--email", "--manager"]


def test_without_a_password_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    assert "--send-link" in refused()


def test_a_password_that_others_try_first_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "예시센터장1234")
    refused()


@pytest.mark.usefixtures("from_environment")
def test_an_unclear_district_names_those_that_are_meant() -> None:
    busan = people.region(RegionLevel.SIDO, code="2600000000", name="부산광역시")
    people.region(RegionLevel.SIGUNGU, code="2614000000", name="서구", parent=busan)
    assert "부산광역시 서구 (2614000000), 광주광역시 서구 (2914000000)" in refused(district="서구")


@pytest.mark.usefixtures("from_environment")
def test_a_name_or_short_name_of_another_centre_is_refused() -> None:
    other = people.centre(slug="seogu")
    assert "이름이 같은 센터" in refused(name=other.name)
    assert "seogu" in refused(slug="seogu")


@pytest.mark.usefixtures("from_environment")
def test_a_closed_account_leads_nobody() -> None:
    people.user(email="first@example.org", is_active=False)
    assert "닫힌 계정" in refused()


def test_a_link_that_does_not_leave_leaves_nothing_behind() -> None:
    with patch("django.core.mail.message.EmailMessage.send", side_effect=OSError("down")):
        assert "down" in refused(send_link=True)


# ── made


@pytest.mark.usefixtures("from_environment")
def test_a_centre_with_its_pages_and_its_manager(client: Client) -> None:
    assert Site.objects.get().root_page.title == "Welcome to your new Wagtail site!"
    said = set_up(suggested=["fields", "stages"])
    centre = Centre.objects.select_related("region").get()
    told = (centre.name, centre.slug, centre.region.code, centre.contact_name, centre.phone, centre.hours)
    assert told == ("서구센터", "centre-29140", "2914000000", "예시담당자", "0620000000", "평일 9시~18시")
    person = User.objects.get()
    assert (person.email, person.name, person.is_superuser, person.is_staff) == (
        "first@example.org",
        "예시센터장",
        True,
        True,
    )
    assert person.check_password(PASSWORD)
    assert list(Membership.objects.values_list("centre", "person", "role", "ended_on")) == [
        (centre.pk, person.pk, "manager", None)
    ]
    assert [(row.action, row.actor_id, row.subject) for row in StateChange.objects.order_by("pk")][1:] == [
        ("set_up", None, "accounts.centre"),
        ("give_role", None, "accounts.membership"),
    ]
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert CentrePage.objects.get().get_parent().specific == HomePage.objects.get()
    assert [client.get(address).status_code for address in ("/", "/centre-29140/")] == [200, 200]
    assert list(Field.objects.values_list("code", "name", "order")) == [
        ("care-edu", "돌봄·교육", 1),
        ("share-care", "나눔·돌봄", 2),
        ("climate", "기후환경", 3),
        ("culture", "문화·예술", 4),
    ]
    assert list(Stage.objects.values_list("name", "order")) == [("배움", 1), ("채움", 2), ("이룸", 3)]
    assert not Topic.objects.exists()
    assert all("[만듦] " in line for line in said[1:-1])


@pytest.mark.usefixtures("from_environment")
def test_the_second_time_changes_nothing_and_says_what_is_there() -> None:
    set_up(suggested=["fields", "stages", "topics"])
    before, password = counts(), User.objects.get().password
    with patch.dict("os.environ", {"DJANGO_SUPERUSER_PASSWORD": "다른 비밀번호 하나 둘 셋"}):
        said = set_up(suggested=["fields", "stages", "topics"], phone="062-111-1111", manager="다른이름")
    assert counts() == before
    assert User.objects.get().password == password
    assert Centre.objects.get().phone == "0620000000"
    assert all("[있음] " in line for line in said[:-1])


@pytest.mark.usefixtures("from_environment")
def test_the_manager_of_a_second_centre_is_no_superuser() -> None:
    set_up()
    set_up(name="두 번째 센터", slug="second", email="second@example.org")
    assert list(User.objects.order_by("pk").values_list("is_superuser", flat=True)) == [True, False]
    assert HomePage.objects.get().get_children().count() == 2


@pytest.mark.usefixtures("from_environment")
def test_somebody_with_an_account_keeps_it() -> None:
    people.user(email="root@example.org", is_superuser=True)
    person = people.user(email="first@example.org", name="예시주민")
    person.set_password("전부터 쓰던 것")
    person.save()
    set_up()
    person.refresh_from_db()
    assert (person.name, person.is_superuser, person.check_password("전부터 쓰던 것")) == ("예시주민", False, True)
    assert Membership.objects.get().role == "manager"


def test_a_link_by_mail_leads_to_the_first_password(client: Client) -> None:
    set_up(send_link=True)
    assert [(told.subject, told.to) for told in mail.outbox] == [
        ("[마을캠퍼스] 비밀번호를 정해 주세요", ["first@example.org"])
    ]
    link = next(word for word in str(mail.outbox[0].body).split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.usefixtures("from_environment")
def test_the_whole_country_is_loaded_first_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(country, "LOADED", "load_for_test")
    assert set_up(district="세종특별자치시")[0].startswith("[만듦] 지역: 전국 3,")
    assert Centre.objects.get().region.name == "세종특별자치시"
    assert set_up(district="세종특별자치시")[0].startswith("[있음] 지역: 전국 3,")


# ── asked


def asked(*answers: str, passwords: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """What was said and complained of, to somebody who answers."""
    out, errors, rest, typed = StringIO(), StringIO(), iter(answers), iter(passwords)
    name = "lms.office.management.commands.setup_centre"
    with (
        patch(f"{name}.input", lambda _question: next(rest), create=True),
        patch(f"{name}.getpass", lambda _question: next(typed)),
    ):
        call_command("setup_centre", stdout=out, stderr=errors)
    assert list(rest) == []
    return out.getvalue().splitlines(), errors.getvalue().splitlines()


def test_each_answer_is_checked_when_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    answers = ["없는구", "광주 서구", "", "", "예시담당자", "1234", "062-000-0000", "", "", "a@b", "a@example.org"]
    passwords = ["예시센터장", PASSWORD, "다른 것", PASSWORD, PASSWORD]
    _said, errors = asked(*answers, "예시센터장", "예", "n", "", passwords=passwords)
    centre = Centre.objects.get()
    assert (centre.name, centre.slug, centre.hours) == ("서구 마을공동체지원센터", "centre-29140", "평일 9시~18시")
    assert User.objects.get().check_password(PASSWORD)
    assert (Field.objects.count(), Stage.objects.count(), Topic.objects.count()) == (4, 0, 0)
    assert len(errors) == 5
    # Once more: of what is there nothing is asked.
    assert asked("광주 서구", "", "a@example.org")[1] == []


def test_nobody_to_ask_is_said() -> None:
    with patch("builtins.input", side_effect=EOFError), pytest.raises(CommandError) as error:
        call_command("setup_centre", stdout=StringIO())
    assert "--no-input" in str(error.value)

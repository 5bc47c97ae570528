"""What is kept of a form that was sent after the session had ended, for whom, and how it comes back."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.common.web import kept_forms
from lms.common.web.kept_forms import KEPT, OWNER
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from tests.clients import signed_in
from tests.factories import people
from tests.markup import start_tags
from tests.wording import korean

pytestmark = pytest.mark.django_db

HERE = {"origin": "http://testserver"}
WORDS = "다시쓸 <이름>"
PAGE = "/my/profile/"


@pytest.fixture
def person() -> User:
    return people.user(phone="01012345678")


def owner_of(person: User, page: str = PAGE) -> str:
    tags = start_tags(signed_in(person).get(page).content.decode(), "input")
    return next(str(tag["value"]) for tag in tags if tag.get("name") == OWNER)


def send(owner: str, *, client: Client | None = None, headers: dict[str, str] = HERE, **more: Any) -> Any:
    sent = {OWNER: owner, "name": WORDS, "phone": "010-1234-5678"} | more
    return (client or Client()).post(PAGE, sent, headers=headers)


def led_to(response: Any) -> str:
    """The page after signing in."""
    place, _mark, query = response["Location"].partition("?")
    assert (response.status_code, place) == (302, reverse("account_login"))
    return parse_qs(query)["next"][0]


def name_on(page: str) -> Any:
    return next(tag["value"] for tag in start_tags(page, "input") if tag.get("name") == "name")


def test_nobody_else_reads_it(person: User) -> None:
    back = led_to(send(owner_of(person)))
    other = people.user()
    page = signed_in(other).get(back).content.decode()
    assert name_on(page) == other.name
    assert WORDS.split()[0] not in page


def test_it_comes_back_on_its_page_and_nothing_was_done(person: User) -> None:
    before = person.name
    page = signed_in(person).get(led_to(send(owner_of(person)))).content.decode()
    assert name_on(page) == WORDS
    assert korean("What you wrote is back, and is not sent yet.") in page
    assert not page.count('class="err-msg"')
    filled = page.partition(korean("Filled in again:"))[2].partition("<a")[0]
    assert " ".join(filled.split()) == "이름"
    person.refresh_from_db()
    assert person.name == before


def test_it_comes_back_after_the_sign_in_page(person: User) -> None:
    person.set_password("마을에서-배워요-2026")
    person.save()
    client = Client()
    back = led_to(send(owner_of(person), client=client))
    sent = {"login": person.email, "password": "마을에서-배워요-2026", "next": back}
    answer = client.post(reverse("account_login"), sent)
    assert answer["Location"] == back
    assert name_on(client.get(back).content.decode()) == WORDS


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://elsewhere.example"}, {"referer": "http://testserver.evil.example/"}]
)
def test_a_form_of_another_site_is_not_kept(person: User, headers: dict[str, str]) -> None:
    assert led_to(send(owner_of(person), headers=headers)) == PAGE


@pytest.mark.parametrize("owner", ["", "x", "WzEsIi8iXQ:1:x"])
def test_nor_one_that_says_not_whose_it_is(owner: str) -> None:
    assert led_to(send(owner)) == PAGE


def test_what_lets_somebody_in_is_never_kept(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[kept_forms.Kept] = []
    monkeypatch.setattr(kept_forms, "keep", lambda one: kept.append(one) or one.page)
    send(owner_of(person), password="비밀-번호-2026", code="123456", photo=SimpleUploadedFile("a.jpg", b"x"))
    assert [(one.values, one.had_files) for one in kept] == [({"name": [WORDS], "phone": ["010-1234-5678"]}, True)]


def test_the_cache_holds_none_of_it_in_plain_text(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[Any] = []
    monkeypatch.setattr(cache, "set", lambda *args, **kwargs: stored.append((args, kwargs)))
    back = led_to(send(owner_of(person)))
    (_key, sealed), options = next(one for one in stored if b"kept" in str(one).encode())
    assert options == {"timeout": 3600}
    assert not re.search(rb"name|/my/", sealed)
    assert KEPT in back


def test_what_is_too_much_is_not_kept(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_forms, "MOST", 50)
    assert led_to(send(owner_of(person))) == PAGE


def test_nor_is_a_flood(person: User, settings: Any) -> None:
    settings.LIMITS = django_settings.LIMITS | {"kept_form": (2, 3600)}
    owner = owner_of(person)
    assert [KEPT in led_to(send(owner)) for _ in range(3)] == [True, True, False]


def test_after_an_hour_the_page_says_that_it_is_gone(person: User) -> None:
    back = led_to(send(owner_of(person)))
    cache.clear()
    page = signed_in(person).get(back).content.decode()
    assert (name_on(page), 'id="kept"' in page) == (person.name, True)


def test_what_was_sent_in_the_end_is_forgotten(person: User) -> None:
    back = led_to(send(owner_of(person)))
    client, token = signed_in(person), back.partition(f"{KEPT}=")[2]
    assert client.post(PAGE, {"name": "", KEPT: token}).status_code == 422
    assert kept_forms.find(token, person)
    assert client.post(PAGE, {"name": "새 이름", "phone": "01012345678", KEPT: token}).status_code == 302
    assert kept_forms.find(token, person) is None


def test_nobody_makes_anothers_forgotten(person: User) -> None:
    token = led_to(send(owner_of(person))).partition(f"{KEPT}=")[2]
    signed_in(people.user()).post(PAGE, {"name": "새 이름", "phone": "01012345678", KEPT: token})
    assert kept_forms.find(token, person)


def test_a_press_of_a_button_is_not_made_up_for_and_said(person: User) -> None:
    notify(person=person, kind="seat", key="seat:1", title="자리", path="/")
    owner = owner_of(person, "/my/notifications/")
    back = led_to(Client().post("/my/notifications/read/", {OWNER: owner}, headers=HERE))
    assert urlsplit(back).path == "/my/notifications/"
    assert korean("Your press was not carried out.") in signed_in(person).get(back).content.decode()
    assert Notice.objects.get().read_at is None


def test_a_form_that_stood_at_the_address_of_a_button_comes_back_on_the_page_above(person: User) -> None:
    owner = kept_forms.signing.dumps([person.pk, "/my/notifications/read/"], salt=kept_forms._SALT)
    back = led_to(Client().post("/my/notifications/read/", {OWNER: owner}, headers=HERE))
    response = signed_in(person).get(back)
    assert (response.status_code, urlsplit(response["Location"]).path) == (302, "/my/notifications/")
    assert KEPT in response["Location"]


def test_staff_whose_second_factor_ran_out_find_it_too(person: User, settings: Any) -> None:
    owner = owner_of(person)
    person.is_superuser = True
    person.save()
    person.refresh_from_db()  # its sessions have ended, too
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    settings.SECOND_FACTOR_REQUIRED = True
    response = send(owner, client=signed_in(person))
    place, _mark, query = response["Location"].partition("?")
    assert (place, KEPT in parse_qs(query)["next"][0]) == (reverse("mfa_reauthenticate"), True)


def test_where_the_token_ran_out_the_owner_finds_it_at_once(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    response = send(owner_of(person), client=client)
    assert (response.status_code, urlsplit(response["Location"]).path) == (302, PAGE)
    assert name_on(client.get(response["Location"]).content.decode()) == WORDS


def test_and_a_visitor_signs_in_first(person: User) -> None:
    back = led_to(send(owner_of(person), client=Client(enforce_csrf_checks=True)))
    assert name_on(signed_in(person).get(back).content.decode()) == WORDS


def test_but_another_person_gets_none_of_it(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.user())
    response = send(owner_of(person), client=client)
    assert (response.status_code, WORDS.split()[0] in response.content.decode()) == (400, False)


# ── addresses of buttons


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/my/notifications/read/", "/my/notifications/"),
        ("/community/3/members/4/end/", "/community/3/members/"),
        ("/office/logs/6/rule/", "/office/logs/6/"),
        ("/office/centre/", "/office/"),
    ],
)
def test_who_opens_the_address_of_a_button_is_led_to_its_page(client: Client, path: str, above: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert f'<a class="btn" href="{above}">' in response.content.decode()

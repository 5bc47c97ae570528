"""A way back that is no address of this site, or none at all, leads to one's own home."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from tests.factories import people

pytestmark = pytest.mark.django_db

PASSWORD = "마을에서-배워요-2026"
NO_WAY_BACK = [
    "http://[::ffff:evil]",
    "//[::ffff:evil]/",
    "http://[",
    "https://elsewhere.example/",
    "//elsewhere.example",
]
ASK_FOR_NEXT = [
    "account_login",
    "account_logout",
    "account_signup",
    "account_reset_password",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_authenticate",
    "mfa_index",
    "common:display",
    "switch_centre",
    "home_of_person",
    "search",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_home",
]


@pytest.fixture
def person() -> User:
    user = people.user()
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("then", NO_WAY_BACK)
def test_signing_in_leads_home(client: Client, person: User, then: str) -> None:
    assert client.get(reverse("account_login"), {"next": then}).status_code == 200
    signed_in = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": then})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/home/")
    again = client.get(reverse("account_login"), {"next": then})
    assert (again.status_code, again["Location"]) == (302, "/home/")


def test_signing_in_still_leads_to_what_was_asked_for(client: Client, person: User) -> None:
    sent = {"login": person.email, "password": PASSWORD, "next": "/help/?a=1"}
    assert client.post(reverse("account_login"), sent)["Location"] == "/help/?a=1"


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("name", ASK_FOR_NEXT)
def test_no_page_breaks_on_it_or_leads_away(client: Client, person: User, name: str, signed_in: bool) -> None:
    for then in NO_WAY_BACK:
        for method in ("get", "post"):
            if signed_in:
                client.force_login(person)
            address = reverse(name)
            for sent in ({"next": then}, {"redirect_to": then}):
                answer = getattr(client, method)(address, sent)
                assert answer.status_code < 500
                way = answer.get("Location", "/")
                assert way.startswith("/"), (method, then, way)
                assert not way.startswith("//"), (method, then, way)

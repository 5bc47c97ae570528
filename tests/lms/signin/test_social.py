"""Signing in by another service: another key to an account, never a way to somebody else's."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.models import AccessLog
from lms.privacy.domain.erasure import erase_account
from lms.privacy.models import Consent
from lms.privacy.queries.own_data import kept_here
from lms.settings import social
from lms.signin.own_data import SERVICES
from tests.factories import people
from tests.lms.signin import openid_provider
from tests.lms.signin.confirming import confirmed
from tests.lms.signin.openid_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
DISCONNECTED = "다른 서비스 계정의 연결을 모두 끊었습니다"
LOGIN, CALLBACK = "/accounts/oidc/openid/login/", "/accounts/oidc/openid/login/callback/"
JOINING = {"name": "예시주민", "email": "new@example.org", "phone": "010 1234-5678", "age": "on", "service": "on"}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with openid_provider.running() as provider:
        configured = social.openid("예시로그인", provider.issuer, CLIENT, SECRET)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": configured}
        yield provider


def come_back(client: Client, provider: Provider, process: str = "login", then: str = "", **changes: str) -> Any:
    """The button, and what the browser brings back from the provider."""
    sent = client.post(LOGIN, {"process": process} | ({"next": then} if then else {}))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent["Location"]).query).items()}
    provider.challenge = asked["code_challenge"]
    return client.get(CALLBACK, {"code": "good", "state": asked["state"]} | changes)


def connected(person: User) -> SocialAccount:
    return SocialAccount.objects.create(user=person, provider="openid", uid="person-7")


def nobody_got_in(client: Client) -> bool:
    return "_auth_user_id" not in client.session and "socialaccount_sociallogin" not in client.session


def test_where_none_is_configured_there_is_no_button_and_no_address(client: Client) -> None:
    for page in ("/accounts/login/", "/accounts/signup/"):
        assert "계정으로 로그인" not in client.get(page).content.decode()
    for path in (LOGIN, CALLBACK, "/accounts/kakao/login/", "/accounts/naver/login/", "/accounts/services/join/"):
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404), path


def test_another_name_is_no_provider(client: Client, provider: Provider) -> None:
    assert client.post("/accounts/oidc/another/login/").status_code == 404
    assert client.post("/accounts/kakao/login/").status_code == 404
    assert provider.asked == []


@pytest.mark.parametrize("key", ["kakao", "naver"])
def test_kakao_and_naver_are_no_openid_provider(client: Client, provider: Provider, settings: Any, key: str) -> None:
    settings.SOCIALACCOUNT_PROVIDERS |= {key: social.app("our-id", "our-secret")}
    assert client.post(f"/accounts/oidc/{key}/login/").status_code == 404
    assert client.get(f"/accounts/oidc/{key}/login/callback/", {"code": "good", "state": "x"}).status_code == 404
    assert client.post(f"/accounts/{key}/login/").status_code == 302
    assert client.post(LOGIN).status_code == 302


def test_another_service_does_not_open_the_openid_address(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": social.app("our-id", "our-secret")}
    assert client.post(LOGIN).status_code == 404
    assert client.get(CALLBACK).status_code == 404


OF_SERVICES = "그 서비스의 회원 번호, 연결한 날"
BETWEEN = "계정으로 로그인하시면 그 서비스의 화면으로 넘어갑니다"


def test_the_privacy_policy_says_nothing_of_services_where_there_are_none(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    assert (OF_SERVICES in page, BETWEEN in page) == (False, False)
    assert SERVICES not in kept_here()


def test_the_privacy_policy_still_says_what_is_kept_of_one_that_is_gone(client: Client) -> None:
    connected(people.user())
    page = client.get("/privacy/").content.decode()
    assert (OF_SERVICES in page, BETWEEN in page) == (True, False)


def test_the_privacy_policy_names_each_service_that_is_configured(client: Client, settings: Any) -> None:
    openid = social.openid("예시로그인", "https://example.org", CLIENT, SECRET)
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": social.app("our-id", "our-secret"), "openid_connect": openid}
    page = client.get("/privacy/").content.decode()
    assert (OF_SERVICES in page, page.count(BETWEEN)) == (True, 2)
    assert (f"카카오 {BETWEEN}" in page, f"예시로그인 {BETWEEN}" in page) == (True, True)


def test_the_button_is_pressed_not_followed(client: Client, provider: Provider) -> None:
    assert f'action="{LOGIN}"' in client.get("/accounts/login/").content.decode()
    assert client.get(LOGIN).status_code == 405
    assert provider.asked == []


@pytest.mark.parametrize("changes", [{"state": "made-up"}, {"code": "another"}, {"error": "server_error"}])
def test_what_the_browser_brings_must_be_of_this_sign_in(
    client: Client, provider: Provider, changes: dict[str, str]
) -> None:
    connected(people.user())
    assert come_back(client, provider, **changes).status_code == 401
    assert nobody_got_in(client)


@pytest.mark.parametrize(
    "claims", [{"aud": "another-site"}, {"iss": "http://127.0.0.1:1"}, {"exp": int(time.time()) - 60}]
)
def test_a_token_for_another_by_another_or_over_signs_nobody_in(
    client: Client, provider: Provider, claims: dict[str, Any]
) -> None:
    connected(people.user())
    provider.claims = claims
    assert come_back(client, provider).status_code == 401
    assert nobody_got_in(client)


def test_an_account_is_not_taken_over_by_its_address(client: Client, provider: Provider) -> None:
    owner = people.user(email="new@example.org")
    provider.claims = {"email": owner.email, "email_verified": True}
    assert come_back(client, provider)["Location"] == "/accounts/services/join/"
    answer = client.post("/accounts/services/join/", JOINING)
    assert answer["Location"] == "/accounts/confirm-email/"
    assert [(message.to, "/accounts/login/" in message.body) for message in mail.outbox] == [([owner.email], True)]
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("missing", ["name", "phone", "age", "service"])
def test_nobody_joins_without_what_everybody_is_asked(client: Client, provider: Provider, missing: str) -> None:
    come_back(client, provider)
    assert [*client.post("/accounts/services/join/", JOINING | {missing: ""}).context["form"].errors] == [missing]
    assert User.objects.count() == 0


def test_a_new_person_joins_and_only_what_they_wrote_is_kept(client: Client, provider: Provider) -> None:
    provider.claims = {"email": "New@Example.org", "email_verified": True, "birthdate": "1960-01-01", "name": "아무개"}
    come_back(client, provider)
    assert client.get("/accounts/services/join/").context["form"].initial == {"email": "new@example.org"}
    assert confirmed(client, client.post("/accounts/services/join/", JOINING))["Location"] == "/home/"
    person = User.objects.get()
    assert (person.name, person.email, person.phone) == ("예시주민", "new@example.org", "01012345678")
    assert person.has_usable_password() is False
    row = SocialAccount.objects.get()
    assert (row.user, row.provider, row.uid, row.extra_data) == (person, "openid", "person-7", {})
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    assert set(Consent.objects.values_list("text__purpose", "given")) == {
        ("age", True),
        ("service", True),
        ("news", False),
    }
    assert (SocialToken.objects.count(), len(mail.outbox)) == (0, 1)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_who_is_connected_signs_in_and_nothing_more_is_kept(client: Client, provider: Provider) -> None:
    person = people.user()
    row = connected(person)
    provider.claims = {"email": "elsewhere@example.org", "birthdate": "1960-01-01"}
    assert come_back(client, provider)["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(person.pk)
    row.refresh_from_db()
    assert row.extra_data == {}
    (told,) = AccessLog.objects.values_list("action", "actor", "subject")
    assert told == ("sign_in", person.pk, "/accounts/oidc/openid/login/callback/")


ELSEWHERE = pytest.mark.parametrize(
    "then",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "https://testserver@elsewhere.example/",
    ],
)


@ELSEWHERE
def test_no_next_leads_to_another_site_on_signing_in(client: Client, provider: Provider, then: str) -> None:
    connected(people.user())
    assert come_back(client, provider, then=then)["Location"] == "/home/"
    assert client.session["_auth_user_id"]


@ELSEWHERE
def test_no_next_leads_to_another_site_on_joining(client: Client, provider: Provider, then: str) -> None:
    assert come_back(client, provider, then=then)["Location"] == "/accounts/services/join/"
    joined = client.post("/accounts/services/join/", JOINING | {"next": then})
    assert confirmed(client, joined)["Location"] == "/home/"
    assert User.objects.count() == 1


@ELSEWHERE
def test_no_next_leads_to_another_site_on_connecting(client: Client, provider: Provider, then: str) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert come_back(client, provider, "connect", then)["Location"] == "/accounts/services/"
    assert SocialAccount.objects.get().user == person


def test_a_page_of_this_site_is_returned_to(client: Client, provider: Provider) -> None:
    connected(people.user())
    assert come_back(client, provider, then="/my/profile/")["Location"] == "/my/profile/"


def test_who_is_suspended_does_not_get_in(client: Client, provider: Provider) -> None:
    connected(people.user(is_active=False))
    assert come_back(client, provider)["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_staff_are_a_visitor_until_the_second_factor(client: Client, provider: Provider, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    connected(people.staff(people.centre(), Role.MANAGER))
    come_back(client, provider)
    for path in ("/office/", "/cms/", "/my/profile/", "/accounts/services/"):
        assert (path, client.get(path)["Location"]) == (path, "/accounts/second/")


def test_connecting_and_disconnecting_ask_for_the_password(client: Client, provider: Provider) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    asked = come_back(client, provider, "connect")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.count() == 0
    client.post(asked["Location"], {"password": PASSWORD})
    row = SocialAccount.objects.get()
    assert (row.user, row.uid) == (person, "person-7")
    page = client.get("/accounts/services/").context
    assert ([one["name"] for one in page["rows"]], page["offered"]) == (["예시로그인"], [])
    later = Client()
    later.force_login(person)
    asked = later.post("/accounts/services/", {"account": row.pk})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.count() == 1
    later.post(asked["Location"], {"password": PASSWORD})
    assert SocialAccount.objects.count() == 0


def test_without_a_connection_or_a_service_there_is_no_page_of_connections(client: Client) -> None:
    connected(people.user())
    assert client.get("/accounts/services/").status_code == 404
    client.force_login(people.user())
    assert "/accounts/services/" not in client.get("/my/profile/").content.decode()
    for method in ("GET", "POST", "PUT"):
        assert client.generic(method, "/accounts/services/").status_code == 404, method


@pytest.mark.parametrize(("key", "name"), [("kakao", "카카오"), ("naver", "네이버"), ("openid", "다른 서비스")])
@pytest.mark.parametrize("others", [False, True])
def test_what_is_configured_no_more_is_shown_and_can_be_disconnected(
    client: Client, settings: Any, key: str, name: str, others: bool
) -> None:
    if others:
        settings.SOCIALACCOUNT_PROVIDERS = {"naver" if key == "kakao" else "kakao": social.app("our-id", "our-secret")}
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    row = SocialAccount.objects.create(user=person, provider=key, uid="42")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    assert "/accounts/services/" in client.get("/my/profile/").content.decode()
    page = client.get("/accounts/services/")
    assert [(one["name"], one["works"]) for one in page.context["rows"]] == [(name, False)]
    assert "이제 이 서비스로는 로그인할 수 없습니다" in page.content.decode()
    asked = client.post("/accounts/services/", {"account": row.pk})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.get() == row
    done = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert SocialAccount.objects.count() == 0
    assert done.request["PATH_INFO"] == ("/accounts/services/" if others else "/my/profile/")
    assert "연결을 끊었습니다" in done.content.decode()
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_a_service_that_is_gone_is_no_way_in_that_is_left(client: Client, provider: Provider) -> None:
    person = people.user()
    person.set_unusable_password()
    person.save()
    row = connected(person)
    gone = SocialAccount.objects.create(user=person, provider="kakao", uid="42")
    client.force_login(person)
    assert "비밀번호" in str(client.post("/accounts/services/", {"account": row.pk}).context["form"].errors)
    assert set(SocialAccount.objects.all()) == {row, gone}


def test_another_persons_connection_is_not_ones_own_to_end(client: Client, provider: Provider) -> None:
    row = connected(people.user())
    client.force_login(people.user())
    client.post("/accounts/services/", {"account": row.pk})
    assert SocialAccount.objects.get() == row


def test_the_only_way_in_is_not_taken_away(client: Client, provider: Provider) -> None:
    person = people.user()
    person.set_unusable_password()
    person.save()
    row = connected(person)
    client.force_login(person)
    assert "비밀번호" in str(client.post("/accounts/services/", {"account": row.pk}).context["form"].errors)
    assert SocialAccount.objects.get() == row


def test_leaving_takes_the_connection_along(client: Client, provider: Provider) -> None:
    person = people.user()
    connected(person)
    erase_account(person=person, actor=person)
    assert SocialAccount.objects.count() == 0


def set_password_by_mail(client: Client, person: User, new: str) -> str:
    """The page that is shown at the end."""
    client.post("/accounts/password/reset/", {"email": person.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/accounts/password/reset/key/" in word)
    form_at = client.get("/" + link.split("/", 3)[3])["Location"]
    return client.post(form_at, {"password1": new, "password2": new}, follow=True).content.decode()


@pytest.mark.parametrize("proved", [False, True])
def test_a_password_set_by_mail_ends_every_connection_of_this_person_alone(client: Client, proved: bool) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=proved, primary=True)
    connected(person)
    SocialAccount.objects.create(user=person, provider="kakao", uid="42")
    of_another = SocialAccount.objects.create(user=people.user(), provider="naver", uid="42")
    assert DISCONNECTED in set_password_by_mail(client, person, "다른-비밀번호-2026-하나")
    person.refresh_from_db()
    assert person.check_password("다른-비밀번호-2026-하나")
    assert list(SocialAccount.objects.all()) == [of_another]


def test_who_had_connected_nothing_reads_nothing_of_it(client: Client) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    page = set_password_by_mail(client, person, "다른-비밀번호-2026-하나")
    assert ("새 비밀번호를 정했습니다" in page, DISCONNECTED in page) == (True, False)


@pytest.mark.parametrize(
    ("key", "host", "label"),
    [("kakao", "kauth.kakao.com", "카카오로 로그인"), ("naver", "nid.naver.com", "네이버로 로그인")],
)
def test_kakao_and_naver_are_asked_at_their_address(
    client: Client, settings: Any, key: str, host: str, label: str
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {key: social.app("our-id", "our-secret")}
    for page in ("/accounts/login/", "/accounts/signup/"):
        assert label in client.get(page).content.decode()
    to = urlsplit(client.post(f"/accounts/{key}/login/")["Location"])
    asked = parse_qs(to.query)
    assert (to.scheme, to.netloc, asked["client_id"], asked["response_type"]) == ("https", host, ["our-id"], ["code"])
    assert asked["redirect_uri"] == [f"http://testserver/accounts/{key}/login/callback/"]
    assert [*client.session["socialaccount_states"]] == asked["state"]
    assert f"https://{host}" in social.HOSTS[key]
    assert "our-secret" not in to.query


def test_a_provider_that_does_not_answer_is_no_failure_of_the_site(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": social.openid("꺼짐", "http://127.0.0.1:1", CLIENT, SECRET)}
    assert client.post(LOGIN).status_code == 503

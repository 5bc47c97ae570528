"""Invitations as the office and the invited person see them."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.invitations import domain
from lms.invitations.links import HANDED_ON, MAILED, opened, token_of
from lms.invitations.models import Invitation
from lms.invitations.sending import send_due
from lms.privacy.consent_texts import TEMPLATES
from lms.privacy.enums import Purpose
from lms.settings.base import LIMITS
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = reverse("office_invitations")
PASSWORD = "마을에서-배워요-2026"
ASKED = {"name": "예시새사람", "email": "new@example.org", "phone": ""}
GIVEN = {"name": "예시새사람", "phone": "010-1234-5678", "password1": PASSWORD, "age": "on", "service": "on"}


@pytest.fixture
def centre() -> Centre:
    return people.centre(name="예시센터", phone="0621112222")


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


@pytest.fixture
def invitation(centre: Centre, manager: User) -> Invitation:
    return domain.invite_person(centre=centre, name="예시새사람", email="new@example.org", actor=manager)


def page_of(invitation: Invitation, way: str = MAILED) -> str:
    return reverse("invitation", args=[token_of(invitation, way)])


def has_password(email: str) -> User:
    person = people.user(email=email)
    person.set_password(PASSWORD)
    person.save()
    return person


# ── the office


def test_a_coordinator_is_not_asked_for_a_role_and_gives_none_by_sending_one(client: Client, centre: Centre) -> None:
    client.force_login(people.staff(centre, Role.COORDINATOR))
    assert "role" not in client.get(LIST).context["form"].fields
    client.post(LIST, ASKED | {"role": "manager"})
    assert [row.role for row in Invitation.objects.all()] == [""]


def test_after_inviting_the_link_is_shown_once_and_proves_no_address(client: Client, manager: User) -> None:
    client.force_login(manager)
    response = client.post(LIST, ASKED | {"role": "editor"})
    assert (response.status_code, response["Location"]) == (302, LIST)
    shown = client.get(LIST)
    token = shown.context["link"].rstrip("/").rpartition("/")[2]
    link = opened(token)
    assert link is not None
    assert (link.invitation, link.came_by_mail) == (Invitation.objects.get(role="editor"), False)
    assert token in shown.content.decode()
    again = client.get(LIST).content.decode()
    assert ("new@example.org" in again, "/invitation/" in again) == (True, False)
    assert token not in str(dict(client.session))


def told(client: Client) -> tuple[list[str], bool]:
    """What the list says, and whether it shows a link."""
    page = client.get(LIST)
    return [str(message) for message in page.context["messages"]], bool(page.context["link"])


def test_inviting_twice_at_once_reads_like_once_and_days_later_says_since_when(client: Client, manager: User) -> None:
    client.force_login(manager)
    leaves = ["초대 이메일이 몇 분 안에 나갑니다."]
    with clock.at(clock.seoul(2026, 11, 23, 9, 30)):
        client.post(LIST, ASKED)
        client.post(LIST, ASKED)
        assert told(client) == ([*leaves, *leaves], True)
        send_due()
    with clock.at(clock.seoul(2026, 11, 26, 9, 30)):
        client.post(LIST, ASKED)
        since = "예시새사람 님은 2026년 11월 23일(월)에 이미 초대한 분입니다. 새 링크가 필요하면 ‘다시 보내기’를 눌러 주세요."
        assert told(client) == ([since], False)
        client.post(reverse("office_invitation_again", args=[Invitation.objects.get().pk]))
        assert told(client) == (leaves, True)


def test_the_list_names_an_invitation_whose_sender_gives_no_roles_any_more(
    client: Client, centre: Centre, manager: User
) -> None:
    domain.invite_person(centre=centre, name="예시편집", email="e@example.org", role=Role.EDITOR, actor=manager)
    client.force_login(people.staff(centre, Role.MANAGER))
    dead = "이 링크는 열리지 않습니다. 보낸 분이 이제 담당 역할을 줄 수 없습니다. 센터장이 다시 보내 주세요."
    assert dead not in client.get(LIST).content.decode()
    Membership.objects.filter(person=manager).update(ended_on=clock.today())
    assert dead in client.get(LIST).content.decode()


def test_what_could_not_be_sent_is_said_with_what_to_do(client: Client, manager: User, invitation: Invitation) -> None:
    client.force_login(manager)
    given_up = (
        "이메일을 보내지 못했습니다. 이메일 주소를 확인하고 ‘다시 보내기’를 눌러 주세요. 직접 전하실 링크도 나옵니다."
    )
    for attempts, shown in ((4, False), (5, True)):
        Invitation.objects.update(attempts=attempts, tried_at=clock.now())
        page = client.get(LIST).content.decode()
        assert (given_up in page, "이메일을 아직 보내지 못함" in page) == (shown, not shown)


def test_the_list_asks_the_database_as_often_for_thirty_as_for_one(
    client: Client, centre: Centre, manager: User, django_assert_num_queries: Any
) -> None:
    client.force_login(manager)
    for number in range(30):
        domain.invite_person(
            centre=centre, name="예시", email=f"e{number}@example.org", role=Role.EDITOR, actor=manager
        )
        if number in (0, 29):
            with django_assert_num_queries(8):
                client.get(LIST)


def test_a_wrong_line_is_named_and_nobody_is_invited(client: Client, manager: User) -> None:
    client.force_login(manager)
    response = client.post(LIST, ASKED | {"email": "nowhere"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
    assert Invitation.objects.count() == 0


def test_a_coordinator_has_no_buttons_for_what_a_manager_sent(client: Client, centre: Centre, manager: User) -> None:
    row = domain.invite_person(centre=centre, name="예시편집", email="e@example.org", role=Role.EDITOR, actor=manager)
    client.force_login(people.staff(centre, Role.COORDINATOR))
    assert [mine for _row, mine, _why in client.get(LIST).context["rows"]] == [False]
    assert client.post(reverse("office_invitation_withdraw", args=[row.pk])).status_code == 403
    assert Invitation.objects.open().count() == 1


def test_withdrawing_and_sending_again_end_the_old_link(client: Client, manager: User, invitation: Invitation) -> None:
    client.force_login(manager)
    first = page_of(invitation)
    client.post(reverse("office_invitation_again", args=[invitation.pk]))
    second = page_of(Invitation.objects.get())
    client.post(reverse("office_invitation_withdraw", args=[invitation.pk]))
    client.logout()
    assert [client.get(first).status_code, client.get(second).status_code] == [404, 410]


# ── the invited person


def test_opening_the_link_changes_nothing_and_is_kept_nowhere(client: Client, invitation: Invitation) -> None:
    before = Invitation.objects.values().get()
    response = client.get(page_of(invitation))
    page = response.content.decode()
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "예시센터" in page
    assert "new@example.org" in page
    words = [TEMPLATES[purpose] for purpose in (Purpose.AGE, Purpose.SERVICE, Purpose.NEWS)]
    assert [(str(one.ask) in page, str(one.text) in page) for one in words] == [(True, True)] * 3
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    assert [re.findall(r'name="(\w+)"', box) for box in boxes] == [["age"], ["service"], ["news"]]
    assert not any("checked" in box for box in boxes)
    assert Invitation.objects.values().get() == before
    assert User.objects.filter(email="new@example.org").count() == 0


def test_a_link_that_was_handed_on_asks_for_the_address_first_and_tells_nobody_of_an_account(
    client: Client, invitation: Invitation
) -> None:
    address = page_of(invitation, HANDED_ON)
    before = client.get(address)
    assert (before.status_code, client.post(address, GIVEN).status_code) == (200, 200)
    assert User.objects.filter(email="new@example.org").count() == 0
    then = f"next={quote(address, safe='')}"
    assert all(f"/accounts/{way}/?{then}" in before.content.decode() for way in ("signup", "login"))
    known = has_password("new@example.org")
    assert Client().get(address).content.decode() == before.content.decode()
    client.post("/accounts/login/", {"login": known.email, "password": PASSWORD})
    assert client.post(address)["Location"] == "/home/"
    assert Invitation.objects.get().accepted_by == known


def test_one_press_joins_signs_in_and_leads_home(client: Client, invitation: Invitation) -> None:
    client.get("/")
    before = client.session.session_key
    response = client.post(page_of(invitation), GIVEN)
    assert (response.status_code, response["Location"]) == (302, "/home/")
    person = User.objects.get(email="new@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != before
    assert EmailAddress.objects.get(user=person).verified
    assert client.get("/home/", follow=True).redirect_chain == [("/my/", 302)]


def test_a_member_of_staff_comes_to_the_set_up_of_the_second_factor(
    client: Client, settings: Any, centre: Centre, manager: User
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    row = domain.invite_person(
        centre=centre, name="예시새담당", email="s@example.org", role="coordinator", actor=manager
    )
    response = client.post(page_of(row), GIVEN, follow=True)
    assert response.redirect_chain == [("/home/", 302), (reverse("mfa_index"), 302)]
    # The password was chosen a moment ago, so it is not asked for once more.
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get("/office/").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"), [("password1", "1234"), ("name", "가"), ("phone", "12"), ("age", ""), ("service", "")]
)
def test_a_wrong_line_is_named_and_the_link_stays_good(
    client: Client, invitation: Invitation, field: str, value: str
) -> None:
    response = client.post(page_of(invitation), GIVEN | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert User.objects.filter(email="new@example.org").count() == 0
    assert client.post(page_of(invitation), GIVEN).status_code == 302


def test_the_address_is_not_to_be_chosen(client: Client, invitation: Invitation) -> None:
    client.post(page_of(invitation), GIVEN | {"email": "other@example.org", "username": "other@example.org"})
    assert User.objects.filter(email="other@example.org").count() == 0
    assert User.objects.filter(email="new@example.org").count() == 1


def test_pressed_twice_both_lead_home(invitation: Invitation) -> None:
    path = page_of(invitation)
    first, second = Client(), Client()
    answers = [first.post(path, GIVEN), second.post(path, GIVEN), first.post(path, GIVEN)]
    assert [answer.headers.get("Location") for answer in answers] == ["/home/"] * 3
    assert second.session["_auth_user_id"] == first.session["_auth_user_id"]
    assert User.objects.filter(email="new@example.org").count() == 1


def test_two_presses_that_meet_are_answered_alike(
    monkeypatch: pytest.MonkeyPatch, client: Client, invitation: Invitation
) -> None:
    path, still_open = page_of(invitation), domain.why_unusable
    Client().post(path, GIVEN)
    answers = iter([""])  # as it was when the second press began
    monkeypatch.setattr(domain, "why_unusable", lambda row: next(answers, still_open(row)))
    monkeypatch.setattr(domain, "has_account", lambda row: False)
    assert client.post(path, GIVEN).headers.get("Location") == "/home/"


@pytest.mark.parametrize("given", [{"password1": "아닌-비밀번호-2026"}, {"password1": "1234"}, {"phone": ""}])
def test_a_used_link_shows_that_it_was_used_and_no_form(
    client: Client, invitation: Invitation, given: dict[str, str]
) -> None:
    Client().post(page_of(invitation), GIVEN)
    response = client.post(page_of(invitation), GIVEN | given)
    assert (response.status_code, "form" in response.context) == (410, False)
    assert "이미 쓰신 초대입니다." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_passwords_at_a_used_link_are_counted_like_all_others(settings: Any, invitation: Invitation) -> None:
    settings.LIMITS = LIMITS
    thief, elsewhere = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.4")
    with clock.at(clock.seoul(2026, 11, 23, 9, 30)):
        cache.clear()
        path = page_of(domain.send_again(invitation=invitation, actor=invitation.invited_by))
        elsewhere.post(path, GIVEN)
        wrong = [thief.post(path, GIVEN | {"password1": f"아닌-비밀번호-2026-{number}"}) for number in range(5)]
        sixth = thief.post(path, GIVEN)
        signing_in = thief.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
        honest = Client(REMOTE_ADDR="198.51.100.4").post(path, GIVEN)
    assert [answer.status_code for answer in (*wrong, sixth)] == [*[410] * 5, 429]
    assert "오전 9시 35분부터 다시 해 주세요." in sixth.content.decode()
    assert "오전 9시 35분부터 다시 해 주세요." in signing_in.content.decode()
    assert "_auth_user_id" not in thief.session
    assert honest.headers.get("Location") == "/home/"


def test_a_dead_link_says_whom_to_call(client: Client, manager: User, invitation: Invitation) -> None:
    path = page_of(invitation)
    with clock.at(clock.now() + timedelta(days=8)):
        over = client.get(path)
    domain.withdraw_invitation(invitation=invitation, actor=manager)
    withdrawn, unknown = client.get(path), client.get("/invitation/1~x~m~y/")
    assert [page.status_code for page in (over, withdrawn, unknown)] == [410, 410, 404]
    assert ["062-111-2222" in page.content.decode() for page in (over, withdrawn, unknown)] == [True] * 3
    assert "새 링크를 바로 보내 드립니다" in over.content.decode()


def test_who_has_an_account_signs_in_and_then_accepts(
    client: Client, settings: Any, centre: Centre, manager: User
) -> None:
    person = has_password("new@example.org")
    row = domain.invite_person(centre=centre, name="아무개", email="new@example.org", role="auditor", actor=manager)
    path = page_of(row)
    for response in (client.get(path), client.post(path, GIVEN)):
        assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")
    assert Membership.objects.filter(person=person).count() == 0
    signed_in = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD, "next": path})
    assert signed_in["Location"] == path
    assert "시작하기" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/home/"
    assert list(Membership.objects.filter(person=person).values_list("role", flat=True)) == ["auditor"]


def test_somebody_else_who_is_signed_in_gets_nothing(client: Client, centre: Centre, manager: User) -> None:
    row = domain.invite_person(centre=centre, name="아무개", email="new@example.org", role="auditor", actor=manager)
    other = people.user()
    client.force_login(other)
    assert "시작하기" not in client.get(page_of(row)).content.decode()
    assert client.post(page_of(row), GIVEN).status_code == 403
    assert Membership.objects.filter(person=other).count() == 0
    assert User.objects.filter(email="new@example.org").count() == 0


def test_tries_are_limited_and_no_answer_is_kept_or_listed(
    client: Client, settings: Any, invitation: Invitation
) -> None:
    settings.LIMITS = {"invitation": (4, 60)}
    cache.clear()
    with clock.at(clock.seoul(2026, 11, 23, 9, 30)):
        path = page_of(invitation)
        answers = [client.get("/invitation/x/"), client.get(path), client.post(path), client.post(path, GIVEN)]
        answers += [Client().post(path, GIVEN)]
    assert [answer.status_code for answer in answers] == [404, 200, 422, 302, 429]
    assert {answer.headers.get("X-Robots-Tag") for answer in answers} == {"noindex, nofollow"}
    assert ["no-store" in answer.headers.get("Cache-Control", "") for answer in answers] == [True] * 5

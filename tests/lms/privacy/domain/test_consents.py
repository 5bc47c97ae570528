"""Each purpose by itself, in words that stay, given and taken back as rows that stay."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from courses.runs.domain.news import announce_open_runs
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.notifications import domain as notifications
from lms.notifications.models import Notice
from lms.privacy.domain import consents, erasure
from lms.privacy.enums import OPTIONAL, ConsentSource, Purpose
from lms.privacy.models import Consent, ConsentText
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
NOON = clock.seoul(2026, 11, 23, 12)


def decide(person: User, purpose: Purpose, given: bool) -> Consent:
    return consents.decide_consent(person=person, purpose=purpose, given=given, source=ConsentSource.PRIVACY_PAGE)


def held(person: User) -> list[tuple[str, bool, str]]:
    return [(row.text.purpose, row.given, row.source) for row in Consent.objects.filter(person=person)]


def test_who_has_left_gives_none_any_more() -> None:
    person, stays = people.user(), people.user()
    erasure.erase_account(person=person, actor=person)
    with pytest.raises(DomainError) as refused:
        decide(person, Purpose.NEWS, True)
    assert (refused.value.code, held(person)) == ("closed_account", [])
    decide(stays, Purpose.NEWS, True)
    assert held(stays) == [("news", True, "privacy_page")]


@pytest.mark.parametrize("purpose", [purpose for purpose in Purpose if purpose not in OPTIONAL])
def test_what_is_required_is_not_taken_back_alone(purpose: Purpose) -> None:
    person = people.user()
    with pytest.raises(DomainError) as refused:
        decide(person, purpose, False)
    assert (refused.value.code, held(person)) == ("required", [])


def test_the_same_answer_twice_is_one_row_and_each_change_another() -> None:
    person = people.user()
    for given in (True, True, False, False, True):
        decide(person, Purpose.NEWS, given)
    assert [given for _, given, _ in held(person)] == [True, False, True]


def test_rows_and_words_never_change() -> None:
    row = decide(people.user(), Purpose.NEWS, True)
    for attempt in (
        lambda: Consent.objects.filter(pk=row.pk).update(given=False),
        lambda: Consent.objects.filter(pk=row.pk).delete(),
        lambda: ConsentText.objects.filter(pk=row.text_id).update(text="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    row.refresh_from_db()
    assert row.given is True


def test_joining_writes_each_answer_by_itself(client: Client) -> None:
    sent = {
        "name": "예시주민",
        "email": "new@example.org",
        "phone": "010 1234-5678",
        "password1": "마을에서-배워요-2026",
        "age": "on",
        "service": "on",
    }
    page = client.get("/accounts/signup/").content.decode()
    assert "checked" not in page
    assert client.post("/accounts/signup/", sent).status_code == 302
    expected = [("age", True, "sign_up"), ("service", True, "sign_up"), ("news", False, "sign_up")]
    assert held(User.objects.get()) == expected


def test_on_the_page_only_what_is_optional_has_a_button(client: Client) -> None:
    person = people.user()
    client.force_login(person)
    decide(person, Purpose.SERVICE, True)
    assert client.post(reverse("consent", args=["service"]), {"take_back": "1"}).status_code == 404
    assert client.post(reverse("consent", args=["news"]), {"agree": "1"}).status_code == 302
    assert held(person)[1:] == [("news", True, "privacy_page")]
    page = client.get(reverse("my_privacy")).content.decode()
    assert (page.count('name="take_back"'), 'name="agree"' in page) == (1, False)
    client.post(reverse("consent", args=["news"]), {"take_back": "1"})
    assert held(person)[2:] == [("news", False, "privacy_page")]


def test_news_goes_once_to_those_who_agree_and_by_day(mailoutbox: list[object]) -> None:
    asked, refused, taken_back = people.user(), people.user(), people.user()
    decide(asked, Purpose.NEWS, True)
    decide(refused, Purpose.NEWS, False)
    decide(taken_back, Purpose.NEWS, True)
    with clock.at(NOON):
        run = courses.run()
        assert (announce_open_runs(), announce_open_runs()) == (1, 0)
    assert set(Notice.objects.values_list("key", "kind")) == {
        (f"run_open:{run.pk}:{person.pk}", "news") for person in (asked, taken_back)
    }
    decide(taken_back, Purpose.NEWS, False)
    assert list(Notice.objects.values_list("person", flat=True)) == [asked.pk]
    for hour, sent in ((7, 0), (21, 0), (8, 1)):
        with clock.at(clock.seoul(2026, 11, 24, hour, 30)):
            assert notifications.send_due() == sent
    (mail,) = mailoutbox
    assert reverse("my_privacy") in mail.body  # type: ignore[attr-defined]
    assert "(광고)" in mail.subject  # type: ignore[attr-defined]

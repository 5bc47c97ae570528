"""What is kept about oneself: whole, one's own only, and to be taken along after the password was typed again."""

import json
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import StateChange
from lms.common.records import accesslog
from lms.privacy.domain import export
from lms.privacy.queries.own_data import kept_about, kept_here
from lms.privacy.registries import OWN_DATA
from tests.factories import certificates, mentoring, people, visits
from tests.own_data import rows_of
from tests.registries import only

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A256N) AppleWebKit/537.36 Chrome/122.0 Mobile Safari/537.36"
QUERIES = 54


# A new topic's own may stand between.
KEPT = [
    *("person", "consents", "notices", "enrolments", "progress", "certificates", "appointments", "expert"),
    *("communities", "requests", "visit_answers", "engagements", "offers", "visits", "visit_photos"),
    *("in_charge", "roles", "editor_settings", "followed_pages", "notes_on_pages", "invitations"),
    *("sign_ins", "devices", "readings"),
]


def test_every_topic_says_what_it_keeps() -> None:
    assert [kept.key for kept in kept_about(people.user()) if kept.key in KEPT] == KEPT


def test_everybody_sees_who_looked_at_their_details_and_not_at_those_of_others() -> None:
    centre = people.centre()
    person, other, expert = people.user(), people.user(), people.user()
    staff = people.staff(centre, Role.COORDINATOR)
    for actor, action, whose in (
        (staff, Access.CONTACTS, person),
        (staff, Access.CONTACTS, other),
        (person, Access.CONTACTS, person),
        (expert, Access.EXPORT, person),
        (expert, Access.DENIED, person),
    ):
        accesslog.record(actor=actor, action=action, what=whose, whose=[whose.pk], centre_id=centre.pk)
    assert [row[1:] for row in rows_of(person, "readings")] == [
        ["목록 내려받음", centre.name, "함께 활동하는 분"],
        ["연락처를 봄", centre.name, "담당자"],
    ]


def test_the_reader_is_told_by_the_role_held_at_that_centre_on_that_day() -> None:
    here, elsewhere, person = people.centre(), people.centre(), people.user()
    reader = people.staff(elsewhere, Role.MANAGER)
    first, second = clock.seoul(2026, 3, 2).date(), clock.seoul(2026, 6, 30).date()
    Membership.objects.create(centre=here, person=reader, role=Role.AUDITOR, since=first, ended_on=second)
    Membership.objects.create(centre=here, person=reader, role=Role.COORDINATOR, since=second)
    moments = [
        clock.seoul(2026, 3, 1, 23, 59),
        clock.seoul(2026, 3, 2),
        clock.seoul(2026, 6, 30, 12),
        clock.seoul(2026, 7, 1),
    ]
    for moment in moments:
        with clock.at(moment):
            accesslog.record(actor=reader, action=Access.CONTACTS, what=person, whose=[person.pk], centre_id=here.pk)
    with clock.at(moments[-1]):
        accesslog.record(actor=reader, action=Access.CONTACTS, what=person, whose=[person.pk])
        root = User.objects.create_superuser("root@example.org", "x", name="예시관리자")
        accesslog.record(actor=root, action=Access.CONTACTS, what=person, whose=[person.pk], centre_id=here.pk)
    nobody_in_particular = "함께 활동하는 분"
    assert [row[2:] for row in reversed(rows_of(person, "readings"))] == [
        [here.name, nobody_in_particular],
        [here.name, "감사 담당자"],
        [here.name, "감사 담당자, 담당자"],
        [here.name, "담당자"],
        ["", nobody_in_particular],
        [here.name, "누리집 관리자"],
    ]


def test_the_page_costs_the_same_for_one_and_for_thirty(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    engagement = mentoring.engagement()
    visits.log(engagement, days_ago=1)
    reader, person = people.staff(engagement.centre), engagement.expert.person
    read = {
        "actor": reader,
        "action": Access.CONTACTS,
        "what": person,
        "whose": [person.pk],
        "centre_id": engagement.centre_id,
    }
    accesslog.record(**read)
    client.force_login(engagement.expert.person)
    with only(OWN_DATA, *KEPT, "services"):  # which this site has not: to know that is a query, too
        client.get(reverse("my_privacy"))
        for more in range(2):
            with django_assert_num_queries(QUERIES):
                client.get(reverse("my_privacy"))
            if not more:
                for days in range(2, 30):
                    visits.log(engagement, days_ago=days)
                    accesslog.record(**read)
                    accesslog.record(actor=person, action=Access.SIGN_IN, what="/accounts/login/")
                    UserSession.objects.create(
                        user=person, ip="203.0.113.9", session_key=f"key{days}", user_agent=PHONE
                    )


def test_what_is_kept_comes_first_and_empty_topics_after_it(client: Client) -> None:
    client.force_login(people.user())
    answer = client.get(reverse("my_privacy"))
    kept, empty = answer.context["kept"], answer.context["empty"]
    assert "가입과 이용" in [str(one.data.label) for one in kept]
    assert all(one.rows for one in kept)
    assert not any(one.rows for one in empty)
    assert f"보관하는 내용이 없는 항목 {len(empty)}개" in answer.content.decode()


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_the_password_comes_before_the_download(client: Client, kind: str) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    address = reverse("download_own", args=[kind])
    asked = client.post(address)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
    wrong = client.post(asked["Location"], {"password": "아닌-비밀번호-2026"})
    assert "Content-Disposition" not in wrong
    given = client.post(asked["Location"], {"password": PASSWORD})
    assert given["Content-Disposition"] == f'attachment; filename="my-data.{kind}"'
    assert given.content[:4] == (b"%PDF" if kind == "pdf" else b"{\n  ")
    row = StateChange.objects.get(subject="accounts.user", subject_id=person.pk, action="export")
    assert (row.actor, row.data) == (person, {"as": kind})


def test_the_json_has_every_topic_with_its_rows() -> None:
    snapshot = {"name": "예시주민", "course": "최고과정"}
    certificate = certificates.certificate(people.centre(), people.user(), snapshot=snapshot)
    data = json.loads(export.as_json(person=certificate.person))
    assert [topic["topic"] for topic in data["topics"]] == [str(data.label) for data in kept_here()]
    assert certificate.number in json.dumps(data, ensure_ascii=False)


def test_a_sixth_download_within_the_hour_waits_and_another_person_does_not(client: Client, settings: Any) -> None:
    settings.LIMITS = {"own_data": (5, 3600)}
    address = reverse("download_own", args=["json"])
    with clock.at(clock.seoul(2026, 11, 23, 9, 15)):
        client.force_login(people.user())
        answers = [client.post(address) for _ in range(6)]
        client.force_login(people.user())
        other = client.post(address)
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert (answers[5]["Retry-After"], other.status_code) == ("2700", 200)


def test_there_is_no_other_kind(client: Client) -> None:
    client.force_login(people.user())
    assert client.post(reverse("download_own", args=["xlsx"])).status_code == 404

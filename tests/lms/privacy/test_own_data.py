"""What is kept about oneself: whole, one's own only, and to be taken along after the password was typed again."""

import json
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.models import Membership, Role, User
from lms.common import clock
from lms.common.models import Access, StateChange
from lms.common.records import accesslog
from lms.privacy import topics
from lms.privacy.domain import erasure, export
from mentoring.visits.models import PrivateNote
from tests.factories import certificates, mentoring, people, visits

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A256N) AppleWebKit/537.36 Chrome/122.0 Mobile Safari/537.36"
QUERIES = 33


def rows_of(person: User, topic: str) -> list[Any]:
    (kept,) = [kept for kept in topics.kept_about(person) if kept.topic.key == topic]
    return [list(row.values()) for row in kept.rows]


def test_every_app_says_what_it_keeps() -> None:
    assert [topic.key for topic in topics.topics()] == [
        *("person", "consents", "notices", "enrolments", "progress", "certificates"),
        *("appointments", "expert", "communities", "visits", "visit_photos", "roles", "invitations"),
        *("sign_ins", "devices", "readings"),
    ]


def test_a_private_note_stands_in_its_authors_data_only(client: Client) -> None:
    engagement = mentoring.engagement()
    representative = mentoring.representative(engagement.community)
    log = visits.log(engagement)
    PrivateNote.objects.create(visit=log, author=log.author, text="둘만 아는 이야기", written_at=log.created_at)
    for person, sees in ((representative, False), (people.user(), False), (log.author, True)):
        client.force_login(person)
        assert ("둘만 아는 이야기" in client.get(reverse("my_privacy")).content.decode()) is sees
    assert rows_of(representative, "visits") == []


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


def test_sign_ins_and_devices_are_ones_own() -> None:
    person, other = people.user(password=PASSWORD), people.user(password=PASSWORD)
    with clock.at(clock.seoul(2026, 11, 23, 9, 15)):
        for somebody in (other, person):
            browser = Client(REMOTE_ADDR=f"203.0.113.{somebody.pk % 200}", headers={"user-agent": PHONE})
            for password in ("아닌-비밀번호-2026", PASSWORD):
                browser.post("/accounts/login/", {"login": somebody.email, "password": password})
    ip, moment = f"203.0.113.{person.pk % 200}", clock.seoul(2026, 11, 23, 9, 15)
    assert rows_of(person, "sign_ins") == [[moment, "로그인함", ip], [moment, "비밀번호가 틀림", ip]]
    ((device, since, seen, from_where),) = rows_of(person, "devices")
    assert (device, from_where) == ("안드로이드 휴대전화·태블릿 · 크롬", ip)
    assert since <= seen


def test_leaving_takes_the_devices_along_and_the_log_keeps_its_term(settings: Any) -> None:
    settings.RETENTION_ACCESS_LOG, settings.SESSION_COOKIE_AGE = 30, 7 * 24 * 3600
    person = people.user(password=PASSWORD)
    Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    told = {kept.topic.key: kept.until for kept in topics.kept_about(person)}
    assert told["sign_ins"] == "30개월. 탈퇴하신 뒤에도 이름 없이 보관합니다."
    assert told["devices"] == "거기서 로그아웃하시거나 탈퇴하실 때까지. 길어도 마지막으로 쓰신 뒤 7일"
    erasure.erase_account(person=person, actor=person)
    assert rows_of(person, "devices") == []
    assert [row[1] for row in rows_of(person, "sign_ins")] == ["로그인함"]


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
    client.get(reverse("my_privacy"))
    for more in range(2):
        with django_assert_num_queries(QUERIES):
            client.get(reverse("my_privacy"))
        if not more:
            for days in range(2, 30):
                visits.log(engagement, days_ago=days)
                accesslog.record(**read)
                accesslog.record(actor=person, action=Access.SIGN_IN, what="/accounts/login/")
                UserSession.objects.create(user=person, ip="203.0.113.9", session_key=f"key{days}", user_agent=PHONE)


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
    assert [topic["topic"] for topic in data["topics"]] == [str(topic.label) for topic in topics.topics()]
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

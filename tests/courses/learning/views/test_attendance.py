"""The sheet on one screen: who gets in, few taps, and what it says when it can't be entered."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.learning.domain.attendance import record_sheet
from courses.learning.enums import Presence
from courses.learning.models import Attendance
from courses.runs.enums import RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from lms.accounts.enums import Role
from lms.common import clock
from tests.clients import signed_in
from tests.factories import courses, people
from tests.wording import korean

pytestmark = pytest.mark.django_db
QUERIES = 9

SAVE = {"save": "1"}  # its button


@pytest.fixture
def session() -> ClassSession:
    run = courses.run(courses.version(lessons=2, rule=courses.ATTEND_80))
    return courses.session(run, 1)


@pytest.fixture
def staff(client: Client, session: ClassSession) -> Client:
    client.force_login(session.run.coordinator)
    return client


def path(session: ClassSession) -> str:
    return f"/office/runs/{session.run_id}/attendance/{session.pk}/"


def presences(session: ClassSession) -> dict[int, str]:
    return dict(session.attendance.values_list("person_id", "presence"))


def test_strangers_find_nothing(client: Client, session: ClassSession) -> None:
    who = courses.enrolment(session.run)
    assert client.get(path(session)).status_code == 302
    elsewhere = people.staff(people.centre(), Role.COORDINATOR)
    for person in (who.person, people.user(), elsewhere):
        client.force_login(person)
        assert client.get(path(session)).status_code == 404
        assert client.post(path(session), SAVE | {f"person-{who.person_id}": "present"}).status_code == 404
    assert presences(session) == {}


def test_a_class_stands_under_its_own_run_only(staff: Client, session: ClassSession) -> None:
    other = courses.run(session.run.version, coordinator=session.run.coordinator)
    assert staff.get(f"/office/runs/{other.pk}/attendance/{session.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_managers_and_auditors_read_and_do_not_write(client: Client, session: ClassSession, role: Role) -> None:
    who = courses.enrolment(session.run)
    courses.attended(session, who, presence=Presence.LATE)
    client.force_login(people.staff(session.run.centre, role))
    page = client.get(path(session))
    assert page.status_code == 200
    text = page.content.decode()
    assert (who.person.name in text, "지각" in text, session.run.coordinator.name in text) == (True, True, True)
    assert ('id="sheet"' in text, 'type="radio"' in text) == (False, False)
    assert client.post(path(session), SAVE | {f"person-{who.person_id}": "absent"}).status_code == 403
    assert presences(session) == {who.person_id: Presence.LATE}


def test_the_instructor_of_the_run_enters_it(client: Client, session: ClassSession) -> None:
    who, teacher = courses.enrolment(session.run), people.user()
    session.run.instructors.add(teacher)
    client.force_login(teacher)
    assert client.get(path(session)).status_code == 200
    answer = client.post(path(session), SAVE | {f"person-{who.person_id}": "present"})
    assert (answer.status_code, answer["Location"]) == (302, path(session))
    assert Attendance.objects.get().recorded_by == teacher


def test_twenty_people_take_one_tap_for_all_one_for_each_exception_and_one_to_save(
    staff: Client, session: ClassSession
) -> None:
    rows = [courses.enrolment(session.run) for _number in range(20)]
    taps = 1
    filled = staff.post(path(session), {"fill": "present"})
    assert filled.status_code == 200
    assert presences(session) == {}  # nothing is saved by filling in
    marks = {f"person-{row.person_id}": filled.context["form"].line(row).value() for row in rows}
    assert set(marks.values()) == {Presence.PRESENT}
    for row, presence in ((rows[3], "late"), (rows[7], "absent")):
        marks[f"person-{row.person_id}"] = presence
        taps += 1
    assert staff.post(path(session), SAVE | marks).status_code == 302
    taps += 1
    assert taps == 2 + 2  # and 22 if every one of the twenty were an exception
    found = presences(session)
    assert (found.pop(rows[3].person_id), found.pop(rows[7].person_id)) == (Presence.LATE, Presence.ABSENT)
    assert list(found.values()) == [Presence.PRESENT] * 18


def test_filling_in_keeps_what_was_chosen_or_entered(staff: Client, session: ClassSession) -> None:
    entered, chosen, rest = (courses.enrolment(session.run) for _number in range(3))
    courses.attended(session, entered, presence=Presence.EXCUSED)
    data = {"fill": "present", f"person-{entered.person_id}": "excused", f"person-{chosen.person_id}": "late"}
    form = staff.post(path(session), data).context["form"]
    assert [form.line(row).value() for row in (entered, chosen, rest)] == ["excused", "late", "present"]


def test_the_page_shows_what_is_entered_and_by_whom(staff: Client, session: ClassSession) -> None:
    teacher = people.user(name="예시강사")
    who, other = courses.enrolment(session.run), courses.enrolment(session.run)
    courses.attended(session, who, presence=Presence.LATE, by=teacher)
    page = staff.get(path(session))
    assert [page.context["form"].line(row).value() for row in (who, other)] == ["late", ""]
    assert page.content.decode().count("예시강사") == 1


def test_an_empty_sheet_comes_back_with_what_to_do(staff: Client, session: ClassSession) -> None:
    courses.enrolment(session.run)
    answer = staff.post(path(session), SAVE)
    assert (answer.status_code, presences(session)) == (422, {})
    assert korean("Please mark who came.") in answer.content.decode()


def test_a_mark_that_does_not_exist_is_refused_and_the_rest_kept(staff: Client, session: ClassSession) -> None:
    one, two = courses.enrolment(session.run), courses.enrolment(session.run)
    answer = staff.post(path(session), SAVE | {f"person-{one.person_id}": "asleep", f"person-{two.person_id}": "late"})
    assert (answer.status_code, presences(session)) == (422, {})
    assert answer.context["form"].line(two).value() == "late"


def test_a_person_who_is_not_on_the_sheet_is_not_entered(staff: Client, session: ClassSession) -> None:
    who, stranger = courses.enrolment(session.run), people.user()
    staff.post(path(session), SAVE | {f"person-{who.person_id}": "present", f"person-{stranger.pk}": "present"})
    assert presences(session) == {who.person_id: Presence.PRESENT}


def test_ones_own_line_is_not_on_the_sheet(client: Client, session: ClassSession) -> None:
    teacher, other = people.user(), courses.enrolment(session.run)
    session.run.instructors.add(teacher)
    own = courses.enrolment(session.run, teacher)
    client.force_login(teacher)
    page = client.get(path(session))
    assert page.context["form"].rows == [other]
    assert korean("Your own line is not here: somebody else enters it.") in page.content.decode()
    client.post(path(session), SAVE | {f"person-{own.person_id}": "present", f"person-{other.person_id}": "present"})
    assert presences(session) == {other.person_id: Presence.PRESENT}


@pytest.mark.parametrize(
    ("days", "state", "run_state", "said"),
    [
        (
            2,
            SessionState.PLANNED,
            RunState.PUBLISHED,
            "This class has not begun yet. Attendance can be entered from its start on.",
        ),
        (-2, SessionState.CANCELLED, RunState.PUBLISHED, "This class was cancelled."),
        (-2, SessionState.HELD, RunState.CLOSED, "This run is closed. Attendance can't be changed any more."),
    ],
)
def test_a_sheet_that_cannot_be_entered_says_why(
    staff: Client, session: ClassSession, days: int, state: str, run_state: str, said: str
) -> None:
    who = courses.enrolment(session.run)
    shifted = session.starts_at + timedelta(days=days + 7)
    ClassSession.objects.update(starts_at=shifted, ends_at=shifted + timedelta(hours=2), state=state)
    CourseRun.objects.filter(pk=session.run_id).update(state=run_state)
    text = staff.get(path(session)).content.decode()
    assert (korean(said) in text, 'id="sheet"' in text) == (True, False)
    answer = staff.post(path(session), SAVE | {f"person-{who.person_id}": "present"})
    assert (answer.status_code, presences(session)) == (422, {})


def test_nobody_in_the_run_yet(staff: Client, session: ClassSession) -> None:
    assert korean("Nobody is on this sheet") in staff.get(path(session)).content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_queries_are_the_same_for_one_and_for_thirty(
    staff: Client, session: ClassSession, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [courses.enrolment(session.run) for _number in range(number)]
    courses.attended(session, *rows)
    with django_assert_num_queries(QUERIES):
        staff.get(path(session))


PROVISIONAL = "임시"


def test_what_is_saved_shows_as_provisional_until_the_sheet_is_closed(staff: Client, session: ClassSession) -> None:
    who = courses.enrolment(session.run)
    mine = signed_in(who.person)
    pages = {
        "sheet": (staff, path(session)),
        "class": (mine, f"/learn/{session.run_id}/sessions/{session.pk}/"),
        "record": (mine, f"/learn/{session.run_id}/record/"),
    }

    def provisional() -> dict[str, bool]:
        found = {name: one.get(where).content.decode() for name, (one, where) in pages.items()}
        return {name: f">{PROVISIONAL}<" in text for name, text in found.items()}

    marks = {f"person-{who.person_id}": "present"}
    assert provisional() == dict.fromkeys(pages, False)
    said = staff.post(path(session), SAVE | marks, follow=True).content.decode()
    assert (provisional(), session.closings.count()) == (dict.fromkeys(pages, True), 0)
    assert korean("It is provisional until you close the sheet, or until midnight.") in said
    said = staff.post(path(session), marks | {"close": "1"}, follow=True).content.decode()
    assert (provisional(), session.closings.count()) == (dict.fromkeys(pages, False), 1)
    assert korean("The sheet is closed, and counts.") in said


def test_a_class_that_is_over_and_has_no_sheet_is_not_called_planned(staff: Client, session: ClassSession) -> None:
    words = ("예정</span>", "끝남, 출석 입력 전")
    for at, told in ((session.ends_at, (False, True)), (session.starts_at, (True, False))):
        with clock.at(at):
            text = staff.get(path(session)).content.decode()
        assert tuple(word in text for word in words) == told


# ── two people at one sheet


def stamp_of(page: str) -> str:
    return html.unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])  # type: ignore[index]


def marked(session: ClassSession) -> dict[int, str]:
    return dict(session.attendance.current().values_list("person_id", "presence"))


def test_a_colleagues_newer_mark_is_asked_about_and_shown(staff: Client, session: ClassSession) -> None:
    one, other, mine = (courses.enrolment(session.run) for _ in range(3))
    stamp = stamp_of(staff.get(path(session)).content.decode())
    marks = {one.person_id: Presence.LATE, other.person_id: Presence.ABSENT}
    record_sheet(session=session, marks=marks, actor=people.staff(session.run.centre))
    sent = SAVE | {f"person-{one.person_id}": "present", f"person-{mine.person_id}": "late", "seen": stamp}
    answer = staff.post(path(session), sent)
    page = answer.content.decode()
    assert (answer.status_code, marked(session)) == (409, marks)
    found = re.findall(r"<dt>(.*?)</dt>", page)
    assert found == [one.person.name]  # of the third there is nothing to decide: no colleague marked them
    assert re.search(r"이미 저장된 내용:</b>\s*지각.*?지금 쓰신 내용:</b>\s*출석", page, re.S)
    knowingly = {**sent, f"person-{other.person_id}": "absent", "seen": stamp_of(page)}
    assert staff.post(path(session), knowingly).status_code == 302
    assert marked(session) == {
        one.person_id: Presence.PRESENT,
        other.person_id: Presence.ABSENT,
        mine.person_id: Presence.LATE,
    }


def test_a_line_that_only_the_colleague_changed_stays(staff: Client, session: ClassSession) -> None:
    one, other = courses.enrolment(session.run), courses.enrolment(session.run)
    colleague = people.staff(session.run.centre)
    first = {one.person_id: Presence.PRESENT, other.person_id: Presence.PRESENT}
    record_sheet(session=session, marks=first, actor=colleague)
    stamp = stamp_of(staff.get(path(session)).content.decode())
    record_sheet(session=session, marks={one.person_id: Presence.LATE}, actor=colleague)
    sent = SAVE | {f"person-{one.person_id}": "present", f"person-{other.person_id}": "excused", "seen": stamp}
    assert staff.post(path(session), sent).status_code == 302
    assert marked(session) == {one.person_id: Presence.LATE, other.person_id: Presence.EXCUSED}


def test_filling_in_keeps_what_the_page_had_shown(staff: Client, session: ClassSession) -> None:
    one = courses.enrolment(session.run)
    stamp = stamp_of(staff.get(path(session)).content.decode())
    record_sheet(session=session, marks={one.person_id: Presence.LATE}, actor=people.staff(session.run.centre))
    filled = staff.post(path(session), {"fill": "present", "seen": stamp}).content.decode()
    assert stamp_of(filled) == stamp
    answer = staff.post(path(session), SAVE | {f"person-{one.person_id}": "present", "seen": stamp})
    assert (answer.status_code, marked(session)) == (409, {one.person_id: Presence.LATE})

"""The office's pages of runs: who may open and change them, and what bad or old input does."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.credentials.models import Certificate
from courses.credentials.office_home import todo
from courses.curriculum.enums import LessonMode
from courses.curriculum.models import CoursePage, CourseVersion
from courses.runs.domain import enrolment as enrolments
from courses.runs.domain import inviting
from courses.runs.enums import Admission, EnrolmentState, RunState, SessionState
from courses.runs.forms.runs import RunForm
from courses.runs.models import CourseRun, Enrolment, RunInvitation
from lms.accounts.contacts import people_of
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.invitations.domain import accept_as, accept_as_new
from lms.invitations.links import MAILED, link_of
from lms.invitations.models import Invitation
from lms.invitations.sending import send_due
from lms.notifications.models import Notice
from tests.factories import certificates, courses, pages, people
from tests.markup import start_tags

pytestmark = pytest.mark.django_db
S = EnrolmentState


@pytest.fixture
def run() -> CourseRun:
    return courses.run(capacity=2, admission=Admission.APPROVAL)


def url(name: str, run: CourseRun) -> str:
    return reverse(name, args=[run.pk])


def asked(run: CourseRun, *, minutes_ago: int = 0, **fields: Any) -> Enrolment:
    return courses.enrolment(run, state=S.APPLIED, applied_at=clock.now() - timedelta(minutes=minutes_ago), **fields)


def state_of(row: Enrolment) -> str:
    return Enrolment.objects.values_list("state", flat=True).get(pk=row.pk)


READS = ["office_run"]
FORMS = ["office_run_edit", "office_run_classes", "office_run_cancel", "office_run_close", "office_run_reopen"]
POSTS = ["office_run_answer", "office_run_invite", "office_run_publish"]


@pytest.mark.parametrize("name", [*READS, *FORMS, *POSTS])
def test_strangers_find_no_page_and_visitors_sign_in(client: Client, run: CourseRun, name: str) -> None:
    method = client.post if name in POSTS else client.get
    assert method(url(name, run)).url.startswith(reverse("account_login"))
    learner = courses.enrolment(run).person
    for stranger in (people.user(), learner, people.staff(people.centre()), people.staff(run.centre, Role.EDITOR)):
        client.force_login(stranger)
        assert method(url(name, run)).status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, "instructor"])
def test_who_may_only_read_is_told_so(client: Client, run: CourseRun, role: str) -> None:
    if role == "instructor":
        reader = people.user()
        run.instructors.add(reader)
    else:
        reader = people.staff(run.centre, Role(role))
    row = asked(run)
    client.force_login(reader)
    assert client.get(reverse("office_runs")).status_code == 200
    shown = client.get(url("office_run", run))
    assert (shown.status_code, shown.context["may_manage"]) == (200, False)
    for name in FORMS:
        assert client.get(url(name, run)).status_code == 403
        assert client.post(url(name, run), {"reason": "까닭"}).status_code == 403
    for name in POSTS:
        assert client.post(url(name, run), {"people": row.pk, "email": "a@example.org"}).status_code == 403
    assert state_of(row) == S.APPLIED
    # An instructor on no staff has no office to prepare a run for.
    assert client.get(reverse("office_run_new")).status_code == (404 if role == "instructor" else 403)
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED


def test_the_list_is_for_staff(client: Client) -> None:
    client.force_login(people.user())
    for name in ("office_runs", "office_run_new"):
        assert client.get(reverse(name)).status_code == 404


def test_a_run_of_no_course_says_who_publishes_one(client: Client) -> None:
    client.force_login(people.staff(people.centre()))
    page = client.get(reverse("office_run_new")).content.decode()
    assert page.count("게시된 과정이 아직 없습니다. 편집자가 과정을 게시하면 여기에 나타납니다.") == 1


def test_the_list_shows_the_runs_of_the_office_only(client: Client, run: CourseRun) -> None:
    courses.run()
    client.force_login(run.coordinator)
    assert [row.pk for row in client.get(reverse("office_runs")).context["list"].page] == [run.pk]
    assert list(client.get(reverse("office_runs"), {"show": "everything"}).context["list"].page) == [run]


def test_managers_are_led_to_what_coordinators_ask_to_revoke(run: CourseRun) -> None:
    manager = people.staff(run.centre, Role.MANAGER)
    asked_for, left = (certificates.certificate(run.centre, people.user()) for _number in range(2))
    elsewhere = certificates.certificate(people.centre(), people.user())

    def led(person: User) -> list[tuple[int, str]]:
        return [(item.count, item.url) for item in todo(person) if item.url.startswith("/office/certificates/")]

    assert led(manager) == []
    Certificate.objects.exclude(pk=left.pk).update(revocation_asked_by=run.coordinator)
    assert [led(person) for person in (run.coordinator, people.staff(run.centre, Role.AUDITOR))] == [[], []]
    assert led(manager) == [(1, reverse("office_certificate", args=[asked_for.pk]))]
    manager.memberships.create(centre=elsewhere.centre, role=Role.MANAGER, since=clock.today())
    assert [count for count, _url in led(User.objects.get(pk=manager.pk))] == [2]


def test_what_waits_is_counted_and_leads_to_the_page(client: Client, run: CourseRun) -> None:
    person = run.coordinator
    assert todo(person, run.centre) == []
    asked(run)
    over = courses.run(run.version, ends_on=clock.today() - timedelta(days=1), coordinator=person)
    courses.session(over, 1, days=-3)
    courses.session(over, 2, days=-2, state=SessionState.HELD)
    asked(courses.run())
    listed = reverse("office_runs")
    assert [(item.count, item.url) for item in todo(person, run.centre)] == [
        (1, url("office_run", run)),
        (1, f"{listed}?show=unrecorded"),
        (1, url("office_run", over)),
    ]
    client.force_login(person)
    shown = {
        show: [row.pk for row in client.get(listed, {"show": show}).context["list"].page]
        for show in ("asking", "unrecorded", "over")
    }
    assert shown == {"asking": [run.pk], "unrecorded": [over.pk], "over": [over.pk]}


# ── answering applications


def test_one_and_several_are_approved_at_once(client: Client, run: CourseRun) -> None:
    first, second, third = (asked(run, minutes_ago=minutes) for minutes in (30, 20, 10))
    client.force_login(run.coordinator)
    response = client.post(url("office_run_answer", run), {"people": [third.pk], "approve": "1"}, follow=True)
    assert "신청 1건을 받았습니다." in response.content.decode()
    assert "빈자리가 없어" not in response.content.decode()
    response = client.post(
        url("office_run_answer", run), {"people": [second.pk, first.pk], "approve": "1"}, follow=True
    )
    assert "그중 1건은 빈자리가 없어 대기자 명단에 올렸습니다." in response.content.decode()
    assert [state_of(row) for row in (first, second, third)] == [S.ACTIVE, S.WAITLISTED, S.ACTIVE]


def test_turning_down_needs_a_reason_and_keeps_the_choice(client: Client, run: CourseRun) -> None:
    row, other = asked(run), asked(run)
    client.force_login(run.coordinator)
    bad = client.post(url("office_run_answer", run), {"people": [row.pk], "reject": "1"})
    assert (bad.status_code, list(bad.context["answer"].errors)) == (422, ["reason"])
    chosen = {"type": "checkbox", "name": "people", "value": f"{row.pk}", "id": "id_people_0", "checked": None}
    assert start_tags(bad.content.decode(), "input").count(chosen) == 1
    assert state_of(row) == S.APPLIED
    client.post(url("office_run_answer", run), {"people": [row.pk], "reject": "1", "reason": "서구 주민만 듣습니다."})
    assert (state_of(row), state_of(other)) == (S.REJECTED, S.APPLIED)


def test_nobody_chosen_or_somebody_of_another_run_is_refused(client: Client, run: CourseRun) -> None:
    theirs = asked(courses.run())
    client.force_login(run.coordinator)
    for chosen in ([], [theirs.pk], ["x"], [999_999]):
        response = client.post(url("office_run_answer", run), {"people": chosen, "approve": "1"})
        assert (response.status_code, list(response.context["answer"].errors)) == (422, ["people"])
    assert state_of(theirs) == S.APPLIED


def test_an_old_page_leaves_what_changed_meanwhile(client: Client, run: CourseRun) -> None:
    gone, still = asked(run), asked(run)
    Enrolment.objects.filter(pk=gone.pk).update(state=S.WITHDRAWN)
    client.force_login(run.coordinator)
    response = client.post(url("office_run_answer", run), {"people": [gone.pk, still.pk], "approve": "1"}, follow=True)
    assert "신청 1건은 그사이에 바뀌어 그대로 두었습니다." in response.content.decode()
    assert (state_of(gone), state_of(still)) == (S.WITHDRAWN, S.ACTIVE)


@pytest.mark.parametrize("pressed", [{}, {"approve": "1", "reject": "1"}])
def test_without_one_button_nothing_is_decided(client: Client, run: CourseRun, pressed: dict[str, str]) -> None:
    row = asked(run)
    client.force_login(run.coordinator)
    sent = {"people": [row.pk], "reason": "서구 주민만 듣습니다."} | pressed
    answer = client.post(url("office_run_answer", run), sent)
    assert (answer.status_code, list(answer.context["answer"].errors)) == (422, ["__all__"])
    assert "결정하신 단추를 눌러 주세요." in answer.content.decode()
    assert state_of(row) == S.APPLIED


def test_a_coordinator_does_not_answer_their_own(client: Client, run: CourseRun) -> None:
    row = asked(run, person=run.coordinator)
    client.force_login(run.coordinator)
    assert client.post(url("office_run_answer", run), {"people": [row.pk], "approve": "1"}).status_code == 403
    assert state_of(row) == S.APPLIED


def test_the_reason_of_an_answer_that_is_refused_stays_on_the_page(
    client: Client, run: CourseRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(run)

    def refuse(**answer: Any) -> None:
        raise DomainError("지금은 할 수 없습니다.")

    monkeypatch.setattr(enrolments, "answer_several", refuse)
    client.force_login(run.coordinator)
    sent = {"people": [row.pk], "reason": "서구 주민만 듣습니다.", "reject": "1"}
    answer = client.post(url("office_run_answer", run), sent)
    page = answer.content.decode()
    assert (answer.status_code, "지금은 할 수 없습니다." in page, sent["reason"] in page) == (422, True, True)
    assert state_of(row) == S.APPLIED


# ── inviting


def test_one_of_the_centre_is_offered_a_seat_at_once(client: Client, run: CourseRun) -> None:
    guest = people.known(run.centre)
    client.force_login(run.coordinator)
    for email in ("", "없는 주소"):
        bad = client.post(url("office_run_invite", run), {"name": "예시손님", "email": email})
        assert (bad.status_code, list(bad.context["invite"].errors)) == (422, ["email"])
    assert Enrolment.objects.count() == 0
    sent = {"name": guest.name, "email": guest.email.upper()}
    assert client.post(url("office_run_invite", run), sent).status_code == 302
    assert (Enrolment.objects.get().state, Enrolment.objects.get().person) == (S.OFFERED, guest)


def invited(client: Client, run: CourseRun, email: str) -> tuple[int, str, str, str]:
    """What the office gets to see, and what leaves: the same for everybody, but for what was typed."""
    mail.outbox.clear()
    answer = client.post(url("office_run_invite", run), {"name": "예시손님", "email": email})
    send_due()
    page = client.get(url("office_run", run)).content.decode()
    page = re.sub(r'value="[\w-]{64}"|name="form_owner"[^>]*|value="[^"]+"', "", page.replace(email, ""))
    (left,) = mail.outbox
    row = Invitation.objects.open().get()
    text = left.body.replace(link_of(row, MAILED), "")
    RunInvitation.objects.all().delete()
    Invitation.objects.all().delete()
    return answer.status_code, page, left.subject, text


def test_an_invitation_looks_the_same_whoever_the_address_belongs_to(client: Client, run: CourseRun) -> None:
    elsewhere = courses.enrolment(courses.run(), people.user(phone="01098765432", dong=run.centre.region)).person
    closed = people.user(is_active=False)
    client.force_login(run.coordinator)
    with clock.at(clock.now()):
        nobody = invited(client, run, "nobody@example.org")
        assert nobody[0] == 302
        for known in (elsewhere, people.user(), closed):
            assert invited(client, run, known.email) == nobody
    assert Enrolment.objects.filter(run=run).count() == 0


@pytest.mark.parametrize("has_account", [True, False])
def test_who_says_yes_is_offered_the_seat_then(client: Client, run: CourseRun, has_account: bool) -> None:
    person = people.user(email="guest@example.org") if has_account else None
    inviting.invite_address(run=run, name="예시손님", email="Guest@example.org", actor=run.coordinator)
    inviting.invite_address(run=run, name="예시손님", email="guest@example.org", actor=run.coordinator)
    row = RunInvitation.objects.get()
    assert (row.run, row.invitation.about, Enrolment.objects.count()) == (run, str(run), 0)
    if person:
        accept_as(invitation=row.invitation, person=person, proved=True)
    else:
        person = accept_as_new(
            invitation=row.invitation,
            name="예시손님",
            phone="",
            password="마을에서-배워요-2026",
            optional=[],
        )
    made = Enrolment.objects.get()
    assert (made.person, made.state) == (person, S.OFFERED)
    assert list(RunInvitation.objects.unanswered()) == []


def test_a_run_that_ended_meanwhile_is_said_to_who_accepts(run: CourseRun) -> None:
    inviting.invite_address(run=run, name="예시손님", email="guest@example.org", actor=run.coordinator)
    CourseRun.objects.update(state=RunState.CLOSED)
    person = people.user(email="guest@example.org")
    accept_as(invitation=Invitation.objects.get(), person=person, proved=True)
    assert (Enrolment.objects.count(), Notice.objects.get().person) == (0, person)
    assert people_of(run.centre).filter(pk=person.pk).count() == 1


def test_an_instructor_is_one_of_the_centres_people(client: Client, run: CourseRun) -> None:
    stranger = people.user()
    form = RunForm({"teachers": stranger.email}, centre=run.centre, instance=run)
    unknown = RunForm({"teachers": "nobody@example.org"}, centre=run.centre, instance=run)
    said = [
        str(one.errors["teachers"]).replace(stranger.email, "").replace("nobody@example.org", "")
        for one in (form, unknown)
    ]
    assert said[0] == said[1]
    people.says_yes(stranger, run.centre)
    again = RunForm({"teachers": stranger.email}, centre=run.centre, instance=run)
    assert "teachers" not in again.errors


# ── preparing


@pytest.fixture
def version() -> CourseVersion:
    page: CoursePage = pages.course(pages.tier())
    for mode in (LessonMode.LECTURE, LessonMode.READING, LessonMode.FIELD):
        pages.lesson(page, mode=mode, minutes=120)
    pages.publish(CoursePage.objects.get(pk=page.pk))
    return CourseVersion.objects.get(page=page)


@pytest.fixture
def coordinator(client: Client, version: CourseVersion) -> User:
    person = people.staff(version.centre)
    client.force_login(person)
    return person


def new_run(version: CourseVersion, coordinator: User, **changes: Any) -> dict[str, Any]:
    return {
        "version": version.pk,
        "name": "2027년 1기",
        "place": "농성골커뮤니티센터",
        "starts_on": "2027-03-02",
        "ends_on": "2027-04-30",
        "capacity": "20",
        "admission": Admission.APPROVAL,
        "apply_from": "2027-01-11T09:00",
        "apply_until": "2027-02-12T18:00",
        "coordinator": coordinator.pk,
        "teachers": "",
    } | changes


def test_from_a_course_to_an_announced_run(client: Client, version: CourseVersion, coordinator: User) -> None:
    teacher = people.known(version.centre)
    response = client.post(reverse("office_run_new"), new_run(version, coordinator, teachers=f" {teacher.email},"))
    run = CourseRun.objects.get()
    assert (response.status_code, response.url) == (302, url("office_run_classes", run))
    assert (run.state, run.capacity, list(run.instructors.all())) == (RunState.DRAFT, 20, [teacher])
    assert run.apply_until == clock.seoul(2027, 2, 12, 18)
    forms = client.get(url("office_run_classes", run)).context["forms"]
    assert [form.line["number"] for form in forms] == [1, 3]
    days = {}
    for number, form in enumerate(forms, start=1):
        given = {"day": f"2027-03-0{number + 1}", "starts": "14:00", "ends": "16:00", "place": "2층"}
        days |= {form.add_prefix(name): value for name, value in given.items()}
    assert client.post(url("office_run_classes", run), days).url == url("office_run", run)
    assert client.post(url("office_run_publish", run)).url == url("office_run", run)
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED
    first = run.sessions.first()
    assert first is not None
    assert (first.starts_at, first.place) == (clock.seoul(2027, 3, 2, 14), "2층")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-3"}, "capacity"),
        ({"capacity": "9" * 30}, "capacity"),
        ({"starts_on": "내일"}, "starts_on"),
        ({"ends_on": "2027-02-01"}, "ends_on"),
        ({"apply_until": "2027-01-01T09:00"}, "apply_until"),
        ({"name": ""}, "name"),
        ({"admission": "anything"}, "admission"),
        ({"teachers": "nobody@example.org"}, "teachers"),
    ],
)
def test_a_bad_run_is_named_and_kept(
    client: Client, version: CourseVersion, coordinator: User, changes: dict[str, str], field: str
) -> None:
    response = client.post(reverse("office_run_new"), new_run(version, coordinator, **changes))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "농성골커뮤니티센터" in response.content.decode()
    assert CourseRun.objects.count() == 0


def test_courses_and_people_of_another_centre_are_no_choice(
    client: Client, version: CourseVersion, coordinator: User
) -> None:
    theirs = new_run(courses.version(), people.staff(people.centre()))
    response = client.post(reverse("office_run_new"), theirs)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["version", "coordinator"])


def test_a_class_without_a_day_or_outside_the_run_is_refused(
    client: Client, version: CourseVersion, coordinator: User
) -> None:
    client.post(reverse("office_run_new"), new_run(version, coordinator))
    run = CourseRun.objects.get()
    forms = client.get(url("office_run_classes", run)).context["forms"]
    given = {"day": "2027-03-02", "starts": "14:00", "ends": "16:00", "place": "2층"}
    good = {form.add_prefix(name): value for form in forms for name, value in given.items()}
    bad = [{"day": ""}, {"day": "2027-05-01"}, {"ends": "13:00"}, {"place": "가" * 121}]
    for changes in bad:
        wrong = {forms[0].add_prefix(name): value for name, value in changes.items()}
        response = client.post(url("office_run_classes", run), good | wrong)
        assert response.status_code == 422
        assert [list(form.errors) for form in response.context["forms"]] == [list(changes), []]
        assert response.content.decode().count("곳을 확인해 주세요") == 1
    assert run.sessions.count() == 0


def test_a_class_that_a_colleague_planned_meanwhile_is_asked_about(
    client: Client, version: CourseVersion, coordinator: User
) -> None:
    client.post(reverse("office_run_new"), new_run(version, coordinator))
    run = CourseRun.objects.get()
    page = url("office_run_classes", run)

    def sent(forms: Any, **first: str) -> dict[str, str]:
        given = {"day": "2027-03-02", "starts": "14:00", "ends": "16:00", "place": "2층"}
        each = zip(forms, (given | first, given), strict=True)
        said = {form.add_prefix(name): value for form, values in each for name, value in values.items()}
        return said | {form.add_prefix("seen"): form["seen"].value() for form in forms}

    before = client.get(page).context["forms"]
    assert client.post(page, sent(before)).status_code == 302  # a colleague, from a page of the same moment
    late = client.post(page, sent(before, place="3층"))
    first, second = late.context["forms"]
    assert late.status_code == 409
    assert [(one.theirs, one.mine) for one in first.differences] == [("2층", "3층")]
    assert second.differences == []
    assert {row.place for row in run.sessions.all()} == {"2층"}
    assert client.post(page, sent(late.context["forms"], place="3층")).status_code == 302
    assert [row.place for row in run.sessions.order_by("number")] == ["3층", "2층"]


def test_a_class_that_only_a_colleague_moved_stays_moved(
    client: Client, version: CourseVersion, coordinator: User
) -> None:
    client.post(reverse("office_run_new"), new_run(version, coordinator))
    run = CourseRun.objects.get()
    page = url("office_run_classes", run)
    given = {"day": "2027-03-02", "starts": "14:00", "ends": "16:00", "place": "2층"}
    forms = client.get(page).context["forms"]
    client.post(page, {form.add_prefix(name): value for form in forms for name, value in given.items()})
    shown = client.get(page).context["forms"]
    run.sessions.update(starts_at=clock.seoul(2027, 3, 9, 14), ends_at=clock.seoul(2027, 3, 9, 16))
    said = {form.add_prefix(name): value for form in shown for name, value in (given | {"place": "3층"}).items()}
    seen = {form.add_prefix("seen"): form["seen"].value() for form in shown}
    assert client.post(page, said | seen).status_code == 302
    assert {(row.starts_at, row.place) for row in run.sessions.all()} == {(clock.seoul(2027, 3, 9, 14), "3층")}


def test_more_seats_reach_the_waiting_list_from_the_form(client: Client, run: CourseRun) -> None:
    for _ in range(2):
        courses.enrolment(run)
    waiting = courses.enrolment(run, state=S.WAITLISTED, queued_at=clock.now())
    application = asked(run, minutes_ago=99)
    client.force_login(run.coordinator)
    data = {name: value for name, value in _as_sent(run).items() if name != "admission"}
    few = client.post(url("office_run_edit", run), data | {"capacity": "1"})
    assert (few.status_code, list(few.context["form"].errors)) == (422, ["capacity"])
    assert client.post(url("office_run_edit", run), data | {"capacity": "3"}).url == url("office_run", run)
    assert (state_of(waiting), state_of(application)) == (S.OFFERED, S.APPLIED)


def _as_sent(run: CourseRun) -> dict[str, Any]:
    return new_run(run.version, run.coordinator, name=run.name) | {
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "apply_from": run.apply_from.astimezone(clock.SEOUL).strftime("%Y-%m-%dT%H:%M"),
        "apply_until": run.apply_until.astimezone(clock.SEOUL).strftime("%Y-%m-%dT%H:%M"),
    }


# ── ending


def test_cancelling_asks_for_the_reason(client: Client, run: CourseRun) -> None:
    row = courses.enrolment(run)
    client.force_login(run.coordinator)
    assert client.get(url("office_run_cancel", run)).status_code == 200
    assert client.post(url("office_run_cancel", run), {"reason": ""}).status_code == 422
    assert state_of(row) == S.ACTIVE
    assert client.post(url("office_run_cancel", run), {"reason": "강사 사정"}).url == url("office_run", run)
    assert state_of(row) == S.CANCELLED


# ── cost


def test_the_pages_cost_the_same_for_one_and_for_thirty(
    client: Client, run: CourseRun, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(rows: int) -> None:
        for _ in range(rows):
            asked(run)
            courses.enrolment(run)
            courses.enrolment(run, state=S.WAITLISTED, queued_at=clock.now())
            courses.run(run.version, coordinator=run.coordinator)

    client.force_login(run.coordinator)
    costs = {reverse("office_runs"): 6, url("office_run", run): 10}
    fill(1)
    for address in costs:
        client.get(address)
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(address)
    fill(28)
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(address)

"""What the office does to several rows of a list at once: never without the second press, each row by its own rules."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.runs.enums import Admission, EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.deeds import DEEDS, MOST_AT_ONCE
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.models import Job, StateChange
from lms.invitations import domain as invitations
from lms.invitations.models import Invitation
from tests.clients import signed_in
from tests.factories import certificates, courses, people

pytestmark = pytest.mark.django_db
S = EnrolmentState
SURE = {"sure": "1", "reason": "전화로 말씀하셨습니다."}


def deed(client: Client, what: str, rows: list[Any], query: str = "", **sent: Any) -> HttpResponse:
    answer: Any = client.post(
        reverse("office_deed", args=[what]) + query, {"rows": [row.pk for row in rows], **sent}, follow=False
    )
    return answer


def said(client: Client, answer: HttpResponse) -> list[str]:
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def states() -> list[str]:
    return list(Enrolment.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def run() -> CourseRun:
    return courses.run()


@pytest.fixture
def rows(run: CourseRun) -> list[Enrolment]:
    return [courses.enrolment(run, people.user(name=name)) for name in ("가나다", "나다라", "다라마")]


def test_who_may_not_do_it_to_one_does_it_to_none(run: CourseRun, rows: list[Enrolment]) -> None:
    answers = {
        Client(): 302,
        signed_in(people.user()): 404,
        signed_in(rows[0].person): 404,
        signed_in(people.staff(run.centre, Role.EDITOR)): 404,
        signed_in(people.staff(run.centre, Role.MANAGER)): 403,
        signed_in(people.staff(run.centre, Role.AUDITOR)): 403,
        signed_in(people.staff(people.centre())): 422,  # none of these rows is in their list
    }
    for client, status in answers.items():
        assert deed(client, "withdraw_learners", rows, **SURE).status_code == status
    coordinator = signed_in(run.coordinator)
    assert deed(coordinator, "nothing", rows, **SURE).status_code == 404
    assert coordinator.get(reverse("office_deed", args=["withdraw_learners"])).status_code == 405
    assert states() == [S.ACTIVE] * 3


def test_a_page_names_them_and_nothing_is_done_before_the_second_press(run: CourseRun, rows: list[Enrolment]) -> None:
    client = signed_in(run.coordinator)
    asked = deed(client, "withdraw_learners", rows[:2])
    page = asked.content.decode()
    assert (asked.status_code, [name in page for name in ("가나다", "나다라", "다라마")]) == (200, [True, True, False])
    unreasoned = deed(client, "withdraw_learners", rows[:2], sure="1", reason="")
    assert (unreasoned.status_code, list(unreasoned.context["form"].errors)) == (422, ["reason"])  # type: ignore[attr-defined]
    kept = unreasoned.content.decode()
    assert [f'name="rows" value="{row.pk}"' in kept for row in rows] == [True, True, False]
    assert states() == [S.ACTIVE] * 3
    deed(client, "withdraw_learners", rows[:2], **SURE)
    assert states() == [S.WITHDRAWN, S.WITHDRAWN, S.ACTIVE]


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "고른 것이 없습니다."),
        ({"rows": ["x", "99999999999999999999"]}, "고른 것이 없습니다."),
        ({"all": "on", "shown": ""}, "고른 것이 없습니다."),
        ({"rows": ["999999"]}, "고르신 것이 이제 목록에 없습니다."),
        ({"rows": [str(number) for number in range(1, MOST_AT_ONCE + 2)]}, "한 번에 100건까지 골라 주세요."),
    ],
)
def test_what_can_not_be_meant_is_said(run: CourseRun, sent: dict[str, Any], why: str) -> None:
    answer = signed_in(run.coordinator).post(reverse("office_deed", args=["withdraw_learners"]), sent | SURE)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)


def test_each_goes_by_its_own_rules_and_the_refused_are_named_with_why(run: CourseRun, rows: list[Enrolment]) -> None:
    Enrolment.objects.filter(pk=rows[0].pk).update(state=S.COMPLETED)
    own = courses.enrolment(run, run.coordinator)
    theirs = courses.enrolment(courses.run())
    client = signed_in(run.coordinator)
    answer = deed(client, "withdraw_learners", [*rows, own, theirs], "?q=x&page=2", **SURE)
    assert answer["Location"] == reverse("office_learners") + "?q=x&page=2"
    told = said(client, answer)
    assert told[0] == "2명의 수강을 취소하고 알렸습니다."
    assert {line.partition(" · ")[0] for line in told[1:3]} == {"가나다", run.coordinator.name}
    assert told[3:] == ["1건은 이제 목록에 없어 그대로 두었습니다."]
    assert states() == [S.COMPLETED, S.WITHDRAWN, S.WITHDRAWN, S.ACTIVE, S.ACTIVE]


def test_pressed_twice_it_is_done_once(run: CourseRun, rows: list[Enrolment]) -> None:
    client = signed_in(run.coordinator)
    answers = [said(client, deed(client, "withdraw_learners", rows, **SURE)) for _press in range(2)]
    assert answers == [["3명의 수강을 취소하고 알렸습니다."]] * 2
    assert StateChange.objects.filter(subject="runs.enrolment", action="withdraw").count() == 3


def test_everything_on_the_page_is_chosen_at_once(run: CourseRun, rows: list[Enrolment]) -> None:
    client = signed_in(run.coordinator)
    listed = client.get(reverse("office_learners"), {"q": "다라"}).context["list"]
    sent = {"all": "on", "shown": listed.on_page, "rows": [rows[0].pk]} | SURE
    client.post(reverse("office_deed", args=["withdraw_learners"]), sent)
    assert states() == [S.ACTIVE, S.WITHDRAWN, S.WITHDRAWN]


def test_admissions_are_taken_back_until_the_first_day(run: CourseRun) -> None:
    to_come = courses.run(
        run.version,
        coordinator=run.coordinator,
        admission=Admission.APPROVAL,
        starts_on=clock.today() + timedelta(days=9),
        ends_on=clock.today() + timedelta(days=19),
    )
    begun, waits = courses.enrolment(run), courses.enrolment(to_come)
    client = signed_in(run.coordinator)
    told = said(client, deed(client, "take_back_admissions", [begun, waits], **SURE))
    assert (told[0], told[1].endswith("과정이 이미 시작되었습니다. 대신 수강 취소를 해 주세요.")) == (
        "1건의 승인을 취소했습니다.",
        True,
    )
    assert states() == [S.ACTIVE, S.APPLIED]


# ── the lists


def invited(sender: User, role: str = "") -> Invitation:
    email, centre = f"guest{people.number()}@example.org", sender.memberships.get().centre
    row = invitations.invite_person(centre=centre, name="예시손님", email=email, role=role, actor=sender)
    Invitation.objects.filter(pk=row.pk).update(sent_at=clock.now(), attempts=1)
    return row


def test_invitations_are_sent_again_and_withdrawn_by_who_may() -> None:
    centre = people.centre()
    manager, coordinator = people.staff(centre, Role.MANAGER), people.staff(centre)
    plain, of_staff = invited(coordinator), invited(manager, Role.EDITOR)
    client, nonces = signed_in(coordinator), dict(Invitation.objects.values_list("pk", "nonce"))
    for _press in range(2):
        told = said(client, deed(client, "invitations_again", [plain, of_staff], sure="1"))
        assert (told[0], f"예시손님 · {of_staff.email}: " in told[1]) == ("초대 1건을 몇 분 안에 다시 보냅니다.", True)
    changed = {pk for pk, nonce in Invitation.objects.values_list("pk", "nonce") if nonces[pk] != nonce}
    assert changed == {plain.pk}
    assert StateChange.objects.filter(subject="invitations.invitation", action="send_again").count() == 1
    deed(signed_in(manager), "invitations_withdraw", [plain, of_staff], sure="1")
    assert list(Invitation.objects.open()) == []


def test_certificates_of_several_runs_are_asked_for_once() -> None:
    run = courses.run(courses.version(lessons=1, rule={}))
    nobodys = courses.run(run.version, coordinator=run.coordinator)
    courses.completed(courses.enrolment(run))
    client = signed_in(run.coordinator)
    for _press in range(2):
        told = said(client, deed(client, "certificates_issue", [run, nobodys], sure="1"))
        assert told == ["기수 1개의 수료증을 발급하고 있습니다.", f"{nobodys}: 이 기수에는 발급할 수료증이 없습니다."]
    assert [job.key for job in Job.objects.all()] == [f"certificates:{run.pk}"]


def test_only_a_valid_certificate_is_issued_anew() -> None:
    centre = people.centre()
    revoked = certificates.certificate(centre, people.user(), state=CertificateState.REVOKED)
    client = signed_in(people.staff(centre))
    (told,) = said(client, deed(client, "certificates_anew", [revoked], **SURE))
    assert told.startswith(f"{revoked.number} · ")
    assert Certificate.objects.count() == 1


def test_a_deed_stands_under_its_list_for_who_may_alone(run: CourseRun, rows: list[Enrolment]) -> None:
    centre = run.centre
    certificates.certificate(centre, people.user())
    invited(people.staff(centre))
    client, reader = signed_in(run.coordinator), signed_in(people.staff(centre, Role.AUDITOR))
    for key, offered in DEEDS.items():
        address = reverse("office_deed", args=[key])
        page = client.get(reverse(offered.page)).content.decode()
        assert (f'formaction="{address}"' in page, 'name="rows"' in page) == (True, True), key
        assert address not in reader.get(reverse(offered.page)).content.decode()

"""Leaving: refused while something is open, whole or not at all, and what remains names nobody."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from courses.credentials.domain import certificates as issuing
from courses.credentials.models import Certificate
from courses.runs.enums import EnrolmentState
from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from lms.privacy.domain import erasure
from lms.privacy.queries.duties import duties_of
from lms.privacy.registries import ERASURE
from mentoring.coaching.enums import EngagementState
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from tests.courses.credentials.domain.test_certificates import completion
from tests.factories import courses, mentoring, people, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"


@pytest.mark.parametrize("kind", ["enrolment", "coordinator", "staff", "appointment", "engagement", "log", "community"])
def test_what_is_open_is_named_and_nothing_happens(kind: str) -> None:
    person = people.user()
    match kind:
        case "enrolment":
            courses.enrolment(courses.run(), person, state=EnrolmentState.ACTIVE)
        case "coordinator":
            courses.run(coordinator=person)
        case "staff":
            person = people.staff(people.centre(), Role.EDITOR)
        case "appointment":
            mentoring.appointment(mentoring.body(people.centre()), person)
        case "engagement":
            person = mentoring.engagement().expert.person
            Appointment.objects.filter(person=person).update(state=AppointmentState.EXPIRED)
        case "log":
            visit = visits.log(mentoring.engagement())
            person = visit.author
            Appointment.objects.filter(person=person).update(state=AppointmentState.EXPIRED)
            visit.engagement.state = EngagementState.COMPLETED
            visit.engagement.save()
        case "community":
            person = mentoring.representative(mentoring.community())
    assert len(duties_of(person)) == 1
    with pytest.raises(DomainError) as refused:
        erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    assert (refused.value.code, person.erased_at, person.is_active) == ("duties", None, True)


def test_topics_come_in_the_order_of_their_locks_and_what_one_signs_in_with_last() -> None:
    order = [
        *("appointments", "engagements", "visits", "offers", "communities"),
        *("enrolments", "progress", "certificates", "notices", "invitations", "staff", "sign_in"),
    ]
    assert [key for key in ERASURE if key in order] == order  # a new topic's may stand between
    assert list(ERASURE)[-1] == "sign_in"


def test_nobody_closes_anothers_account() -> None:
    person = people.user()
    with pytest.raises(NotAllowed):
        erasure.erase_account(person=person, actor=people.staff(people.centre(), Role.MANAGER))
    person.refresh_from_db()
    assert person.erased_at is None


def test_what_names_the_person_goes_and_the_figures_stay() -> None:
    person = people.user(name="예시주민", phone="01012345678", address="예시로 1", email="gone@example.org")
    row = courses.enrolment(courses.run(), person, state=EnrolmentState.WITHDRAWN, note="이웃과 배우고 싶습니다")
    notify(person=person, kind="x", key="x:1", title="예시주민님", path="/my/")
    erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    assert (person.name, person.email, person.phone, person.address, person.dong) == (
        *("탈퇴한 회원", f"erased-{person.pk}@erased.invalid", "", ""),
        None,
    )
    assert (person.is_active, person.has_usable_password(), Notice.objects.count()) == (False, False, 0)
    row.refresh_from_db()
    assert (row.note, row.state, row.person_id) == ("", EnrolmentState.WITHDRAWN, person.pk)
    (log,) = statelog.history(person).filter(action="erase")
    assert (log.reason, log.data, log.to_state) == ("", {}, "erased")


def test_rights_given_by_hand_go_and_what_one_signs_in_with() -> None:
    person = people.user(is_staff=True, password=PASSWORD)
    RecoveryCodes.activate(person)
    person.groups.add(Group.objects.create(name="손으로 만든 모임"))
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    assert (person.groups.count(), person.user_permissions.count()) == (0, 0)
    assert (person.is_staff, person.is_superuser, person.last_login) == (False, False, None)
    assert (person.has_usable_password(), Authenticator.objects.count()) == (False, 0)


def test_a_role_that_has_ended_keeps_nobody() -> None:
    person = people.staff(people.centre(), Role.EDITOR)
    with pytest.raises(DomainError) as refused:
        erasure.erase_account(person=person, actor=person)
    assert refused.value.code == "duties"
    Membership.objects.update(ended_on=clock.today())
    assert erasure.erase_account(person=person, actor=person).erased_at is not None


def test_a_second_time_changes_nothing() -> None:
    person = people.user()
    first = erasure.erase_account(person=person, actor=person).erased_at
    assert erasure.erase_account(person=person, actor=person).erased_at == first
    assert statelog.history(person).filter(action="erase").count() == 1


def test_a_failure_half_way_leaves_everything(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    run = courses.run()
    person = people.user(name="예시주민")
    certificate = issuing.issue_certificate(completion=completion(run, person), actor=people.staff(run.centre))

    def full(person: User) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(erasure, "_close", full)
    with pytest.raises(OSError, match="full"):
        erasure.erase_account(person=person, actor=person)
    person.refresh_from_db()
    after = Certificate.objects.get(pk=certificate.pk)
    assert (person.name, person.erased_at, after.snapshot["name"], after.erased_at) == (
        "예시주민",
        None,
        "예시주민",
        None,
    )
    assert papers.names == {after.pdf.name}


def test_leaving_through_the_pages(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    person = people.user()
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    elsewhere = Client()
    elsewhere.force_login(person)
    address = reverse("erase_account")
    asked = client.post(address, {"confirmation": "탈퇴합니다"})
    assert asked["Location"].split("?")[0] == reverse("account_reauthenticate")
    person.refresh_from_db()
    assert person.erased_at is None
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(asked["Location"], {"password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, "/")
    person.refresh_from_db()
    assert (person.erased_at is None, Session.objects.count()) == (False, 0)
    assert elsewhere.get(reverse("my_privacy"))["Location"].startswith("/accounts/login/")


def test_another_word_leaves_nobody(client: Client) -> None:
    person = people.user()
    client.force_login(person)
    assert client.post(reverse("erase_account"), {"confirmation": "네"}).status_code == 422
    person.refresh_from_db()
    assert person.erased_at is None

"""A certificate is lost under a term: who is told, who decides, and what doesn't begin before that."""

from datetime import timedelta
from typing import Any

import pytest

from courses.credentials.domain import certificates as credentials
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.learning.domain import reviews
from courses.learning.enums import Proposal
from courses.learning.models import CompletionReview
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.corps.domain import appointing, by_clock, standing, term_changes, term_dates
from mentoring.corps.domain.possible_steps import possible_steps
from mentoring.corps.enums import AppointmentSource, AppointmentState
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries.appointments import to_decide
from tests.factories import certificates, people
from tests.factories.appointments import accept, active, draft, offered

pytestmark = pytest.mark.django_db
S = AppointmentState


@pytest.fixture
def paper(world: dict[str, Any], asking: Body) -> Certificate:
    return certificates.certificate(world["centre"], world["person"])


def revoke(certificate: Certificate, world: dict[str, Any]) -> None:
    credentials.ask_revocation(certificate=certificate, reason="출석 기록 오류", actor=world["coordinator"])
    credentials.revoke_certificate(certificate=certificate, actor=world["manager"])


def withdraw(certificate: Certificate, world: dict[str, Any]) -> None:
    review = CompletionReview.objects.create(
        centre=certificate.centre, completion=certificate.completion, opened_at=clock.now()
    )
    reviews.propose(review=review, proposal=Proposal.WITHDRAW, reason="대리 서명", actor=world["coordinator"])
    reviews.agree(review=review, actor=world["manager"])


def queue(world: dict[str, Any]) -> list[Appointment]:
    return list(to_decide(world["centre"]))


def told_office() -> set[Any]:
    return {notice.person for notice in Notice.objects.filter(key__contains="-certificate-")}


def test_the_office_is_told_and_the_term_stands_in_its_queue(world: dict[str, Any], paper: Certificate) -> None:
    made = active(world)
    assert (queue(world), "keep" in possible_steps(made, world["manager"])) == ([], False)
    revoke(paper, world)
    assert (queue(world), told_office()) == ([made], {world["coordinator"], world["manager"]})
    made.refresh_from_db()
    assert made.state == S.ACTIVE
    assert possible_steps(made, world["manager"]) == ["keep", "suspend", "dismiss"]
    assert possible_steps(made, world["coordinator"]) == []


def test_of_a_completion_that_two_people_withdrew_it_is_told_in_its_own_words(
    world: dict[str, Any], paper: Certificate
) -> None:
    made = active(world)
    of_another = certificates.certificate(world["centre"], people.user())
    withdraw(of_another, world)
    assert told_office() == set()
    withdraw(paper, world)
    titles = set(Notice.objects.filter(key__contains="-certificate-").values_list("title", flat=True))
    assert titles == {f"{made.person.name} 님의 수료가 취소되었습니다. {made.body} 위촉을 어떻게 할지 정해 주세요."}
    assert (queue(world), told_office()) == ([made], {world["coordinator"], world["manager"]})
    made.refresh_from_db()
    paper.refresh_from_db()
    assert (made.state, paper.state) == (S.ACTIVE, CertificateState.VALID)
    assert possible_steps(made, world["manager"]) == ["keep", "suspend", "dismiss"]
    revoke(paper, world)
    assert Notice.objects.filter(key__contains="-certificate-").count() == 2


def test_a_revoked_one_is_called_so(world: dict[str, Any], paper: Certificate) -> None:
    made = active(world)
    revoke(paper, world)
    titles = set(Notice.objects.filter(key__contains="-certificate-").values_list("title", flat=True))
    assert titles == {f"{made.person.name} 님의 수료증이 취소되었습니다. {made.body} 위촉을 어떻게 할지 정해 주세요."}


def test_keeping_is_the_managers_with_a_reason_and_once(world: dict[str, Any], paper: Certificate) -> None:
    made = active(world)
    with pytest.raises(DomainError) as refused:
        standing.keep_term(appointment=made, actor=world["manager"], reason="경력")
    assert refused.value.code == "stands"
    revoke(paper, world)
    with pytest.raises(NotAllowed):
        standing.keep_term(appointment=made, actor=world["coordinator"], reason="경력")
    with pytest.raises(DomainError) as refused:
        standing.keep_term(appointment=made, actor=world["manager"], reason=" ")
    assert refused.value.code == "no_reason"
    for reason in ("경력 12년", "또 눌림"):
        made = standing.keep_term(appointment=made, actor=world["manager"], reason=reason)
    assert (made.state, made.exception_reason, queue(world)) == (S.ACTIVE, "경력 12년", [])
    assert statelog.history(made).filter(action="keep").count() == 1


def test_dismissing_ends_the_question(world: dict[str, Any], paper: Certificate) -> None:
    made = active(world)
    revoke(paper, world)
    term_changes.dismiss_member(appointment=made, actor=world["manager"], reason="수료증 취소")
    assert queue(world) == []
    with pytest.raises(DomainError) as refused:
        standing.keep_term(appointment=made, actor=world["manager"], reason="경력")
    assert refused.value.code == "state"


def test_nobody_is_asked_about_who_needs_no_certificate(world: dict[str, Any], asking: Body) -> None:
    """Neither an exception, nor a term from before the body asked for a certificate."""
    active(world, exception_reason="지역 활동 10년")
    Body.objects.filter(pk=asking.pk).update(required_course="")
    asking.refresh_from_db()
    active(world, person=people.user())
    Body.objects.filter(pk=asking.pk).update(required_course="MJ-301")
    assert queue(world) == []


def test_one_that_was_issued_anew_stands(world: dict[str, Any], paper: Certificate) -> None:
    active(world)
    Certificate.objects.filter(pk=paper.pk).update(state="superseded")
    certificates.certificate(world["centre"], world["person"])
    assert queue(world) == []


def test_a_term_does_not_begin_on_a_revoked_certificate(world: dict[str, Any], paper: Certificate) -> None:
    made = accept(offered(world, starts_on=clock.today() + timedelta(days=3)))
    revoke(paper, world)
    assert queue(world) == [made]
    with clock.at(clock.now() + timedelta(days=3)):
        assert by_clock.start_due() == 0
        with pytest.raises(DomainError) as refused:
            term_dates.start_term(appointment=made, actor=world["manager"])
        assert refused.value.code == "held_back"
        assert possible_steps(made, world["manager"]) == ["keep", "withdraw"]
        standing.keep_term(appointment=made, actor=world["manager"], reason="경력 12년")
        assert by_clock.start_due() == 1


def test_a_term_does_not_begin_for_a_closed_account(world: dict[str, Any]) -> None:
    made = accept(offered(world, starts_on=clock.today() + timedelta(days=3)))
    made.person.is_active = False
    made.person.save()
    assert queue(world) == [made]
    with clock.at(clock.now() + timedelta(days=4)):
        assert by_clock.start_due() == 0
        made = appointing.withdraw_appointment(appointment=made, actor=world["manager"], reason="계정 해지")
    assert (made.state, queue(world)) == (S.WITHDRAWN, [])


def test_nor_is_a_member_by_office_confirmed_into_it(world: dict[str, Any]) -> None:
    made = draft(world, source=AppointmentSource.EX_OFFICIO, office="동장")
    User.objects.filter(pk=made.person_id).update(is_active=False)
    with pytest.raises(DomainError) as refused:
        appointing.confirm_ex_officio(appointment=made, actor=world["manager"])
    assert refused.value.code == "held_back"
    made.refresh_from_db()
    assert (made.state, made.accepted_at, made.letter_no) == (S.DRAFT, None, "")
    User.objects.filter(pk=made.person_id).update(is_active=True)
    assert appointing.confirm_ex_officio(appointment=made, actor=world["manager"]).state == S.ACTIVE

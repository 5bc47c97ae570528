"""Who answers a visit log and what an answer does. Denied first."""

import uuid
from datetime import timedelta

import pytest

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.notifications.models import Notice
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import ActionState, Side, Verdict, VisitState
from mentoring.visits.models import ActionItem, Confirmation, Visit
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


def state_of(visit: Visit) -> str:
    return Visit.objects.get(pk=visit.pk).state


# ── the community's answer


def test_the_author_never_answers_even_as_representative(engagement: Engagement) -> None:
    visit = visits.log(engagement)
    make.representative(engagement.community, engagement.expert.person)
    for answer in (
        lambda: confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=visit.author),
        lambda: confirmation.object_to(visit=visit, sent_at=visit.submitted_at, person=visit.author, comment="아니요"),
    ):
        with pytest.raises(NotAllowed) as caught:
            answer()
        assert caught.value.code == "author"
    assert state_of(visit) == VisitState.SUBMITTED
    assert not Notice.objects.filter(person=visit.author).exists()


def test_only_a_current_representative_of_that_community_answers(engagement: Engagement) -> None:
    visit = visits.log(engagement)
    strangers = [
        make.representative(engagement.community, ended_on=clock.today()),
        make.representative(engagement.community, since=clock.today() + timedelta(days=1)),
        make.representative(engagement.community, role="treasurer"),
        make.representative(make.community(engagement.centre)),
        people.staff(engagement.centre, Role.COORDINATOR),
        people.user(is_superuser=True),
    ]
    for person in strangers:
        with pytest.raises(NotAllowed):
            confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=person)
        with pytest.raises(NotAllowed):
            confirmation.object_to(visit=visit, sent_at=visit.submitted_at, person=person, comment="아니요")
    assert state_of(visit) == VisitState.SUBMITTED
    assert Confirmation.objects.count() == 0


def test_a_representative_confirms_once(engagement: Engagement) -> None:
    visit, person = visits.log(engagement), visits.representative_of(engagement)
    assert (
        confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=person).state == VisitState.CONFIRMED
    )
    assert (
        confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=person).state == VisitState.CONFIRMED
    )
    assert list(Confirmation.objects.values_list("person_id", "verdict")) == [(person.pk, Verdict.OK)]
    assert Notice.objects.filter(person=visit.author, path=f"/mentor/logs/{visit.pk}/").count() == 1
    change = StateChange.objects.get(subject_id=visit.pk, to_state="confirmed")
    assert (change.action, change.actor) == ("confirm", person)


def test_a_draft_is_not_answered(engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.DRAFT)
    with pytest.raises(DomainError) as caught:
        confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=visits.representative_of(engagement))
    assert caught.value.code == "state"


def test_an_objection_needs_words_and_ends_with_the_time_for_answers(engagement: Engagement) -> None:
    visit, person = visits.log(engagement), visits.representative_of(engagement)
    with pytest.raises(DomainError) as caught:
        confirmation.object_to(visit=visit, sent_at=visit.submitted_at, person=person, comment="  ")
    assert caught.value.code == "no_comment"
    with clock.at(visit.confirm_by + timedelta(seconds=1)), pytest.raises(DomainError) as caught:
        confirmation.object_to(visit=visit, sent_at=visit.submitted_at, person=person, comment="늦었습니다")
    assert caught.value.code == "answer_over"
    with clock.at(visit.confirm_by):
        assert (
            confirmation.object_to(
                visit=visit, sent_at=visit.submitted_at, person=person, comment="30분이었습니다"
            ).state
            == VisitState.OBJECTED
        )
        assert (
            confirmation.object_to(
                visit=visit, sent_at=visit.submitted_at, person=person, comment="30분이었습니다"
            ).state
            == VisitState.OBJECTED
        )
    assert Confirmation.objects.get().comment == "30분이었습니다"
    assert Notice.objects.filter(person=visit.author).count() == 1


def test_a_confirmed_log_never_changes(engagement: Engagement) -> None:
    author, person = engagement.expert.person, visits.representative_of(engagement)
    visit = visits.log(engagement, VisitState.CONFIRMED)
    before = Visit.objects.filter(pk=visit.pk).values().get()
    attempts = [
        lambda: writing.log_visit(
            engagement=engagement,
            author=author,
            client_uuid=visit.client_uuid,
            content=visits.content(content="다른 말"),
            submit=True,
        ),
        lambda: writing.revise_visit(visit=visit, author=author, content=visits.content(content="다른 말")),
        lambda: writing.recall_visit(visit=visit, author=author),
        lambda: writing.cancel_visit(visit=visit, author=author),
        lambda: confirmation.object_to(visit=visit, sent_at=visit.submitted_at, person=person, comment="아니요"),
        lambda: writing.log_no_show(
            engagement=engagement,
            author=author,
            client_uuid=visit.client_uuid,
            content=visits.content(),
            side=Side.EXPERT,
        ),
    ]
    for attempt in attempts:
        with pytest.raises(DomainError):
            attempt()
    assert Visit.objects.filter(pk=visit.pk).values().get() == before


# ── the clock


def test_seven_silent_days_confirm_and_say_so(engagement: Engagement) -> None:
    visit = visits.log(engagement)
    answered = visits.log(engagement, VisitState.OBJECTED, days_ago=2)
    with clock.at(visit.confirm_by):
        assert confirmation.auto_confirm_due() == 0
    with clock.at(visit.confirm_by + timedelta(seconds=1)):
        assert confirmation.auto_confirm_due() == 1
        assert confirmation.auto_confirm_due() == 0
    assert (state_of(visit), state_of(answered)) == (VisitState.CONFIRMED, VisitState.OBJECTED)
    assert visit.confirmations.get().person is None
    change = StateChange.objects.get(subject_id=visit.pk, to_state="confirmed")
    assert (change.action, change.actor) == ("auto_confirm", None)


# ── the coordinator


def test_only_another_coordinator_of_the_centre_rules(engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.OBJECTED)
    author_too = people.Membership.objects.create(
        centre=engagement.centre, person=visit.author, role=Role.COORDINATOR, since=clock.today()
    ).person
    for person in (
        people.staff(engagement.centre, Role.MANAGER),
        people.staff(engagement.centre, Role.AUDITOR),
        people.staff(people.centre(), Role.COORDINATOR),
        visits.representative_of(engagement),
        author_too,
    ):
        with pytest.raises(NotAllowed):
            confirmation.rule_on_objection(visit=visit, actor=person, uphold=True, reason="확인함")
    assert state_of(visit) == VisitState.OBJECTED


@pytest.mark.parametrize(("uphold", "state"), [(True, VisitState.CONFIRMED), (False, VisitState.VOIDED)])
def test_a_ruling_needs_a_reason_and_settles(engagement: Engagement, uphold: bool, state: VisitState) -> None:
    visit, actor = visits.log(engagement, VisitState.OBJECTED), people.staff(engagement.centre)
    with pytest.raises(DomainError) as caught:
        confirmation.rule_on_objection(visit=visit, actor=actor, uphold=uphold, reason=" ")
    assert caught.value.code == "no_reason"
    for _again in range(2):
        confirmation.rule_on_objection(visit=visit, actor=actor, uphold=uphold, reason="양쪽에 물음")
    assert state_of(visit) == state
    assert StateChange.objects.filter(subject_id=visit.pk, to_state=state).count() == 1
    assert Notice.objects.filter(person=visit.author).count() == 2  # the objection and the ruling


def test_voiding_a_confirmed_log_changes_nothing_of_its_content(engagement: Engagement) -> None:
    earlier = visits.log(engagement, VisitState.CONFIRMED, days_ago=3, next_step="약속문 만들기")
    step = earlier.actions.get()
    visit = visits.log(engagement, VisitState.CONFIRMED, settled=frozenset({step.pk}), next_step="의견 모으기")
    content = Visit.objects.filter(pk=visit.pk).values("content", "starts_at", "ends_at", "number").get()
    with pytest.raises(NotAllowed):
        confirmation.void_visit(visit=visit, actor=visit.author, reason="잘못")
    confirmation.void_visit(visit=visit, actor=people.staff(engagement.centre), reason="다른 날의 일지")
    assert state_of(visit) == VisitState.VOIDED
    after = Visit.objects.filter(pk=visit.pk).values("content", "starts_at", "ends_at", "number").get()
    assert after == content
    states = dict(ActionItem.objects.values_list("text", "state"))
    assert states == {"약속문 만들기": ActionState.OPEN, "의견 모으기": ActionState.DROPPED}


def test_a_visit_that_did_not_take_place_can_be_contested_and_ruled(engagement: Engagement) -> None:
    author, person = engagement.expert.person, visits.representative_of(engagement)
    visit = writing.log_no_show(
        engagement=engagement,
        author=author,
        client_uuid=uuid.uuid4(),
        content=visits.content(),
        side=Side.COMMUNITY,
    )
    assert (
        confirmation.object_to(
            visit=visit, sent_at=visit.submitted_at, person=person, comment="저희는 기다렸습니다"
        ).state
        == VisitState.OBJECTED
    )
    with pytest.raises(DomainError) as caught:
        writing.revise_visit(visit=visit, author=author, content=visits.content())
    assert caught.value.code == "ruled_by_staff"
    confirmation.rule_on_objection(
        visit=visit, actor=people.staff(engagement.centre), uphold=False, reason="기다린 것이 맞음"
    )
    assert state_of(visit) == VisitState.VOIDED


# ── the private note


def test_staff_read_the_private_note_with_a_reason_and_on_record(engagement: Engagement) -> None:
    visit = visits.log(engagement, private_note="대표가 지쳤다")
    for person in (
        visits.representative_of(engagement),
        people.staff(engagement.centre, Role.AUDITOR),
        people.staff(people.centre(), Role.COORDINATOR),
    ):
        with pytest.raises(NotAllowed):
            confirmation.read_private_note(visit=visit, actor=person, reason="궁금")
    coordinator = people.staff(engagement.centre)
    for reader in (coordinator, people.user(is_superuser=True)):
        with pytest.raises(DomainError):
            confirmation.read_private_note(visit=visit, actor=reader, reason=" ")
    assert not StateChange.objects.filter(action="read_private_note").exists()

    note = confirmation.read_private_note(visit=visit, actor=coordinator, reason="도움 요청")
    assert note is not None
    assert note.text == "대표가 지쳤다"
    change = StateChange.objects.get(action="read_private_note")
    assert (change.actor, change.reason, change.subject_id) == (coordinator, "도움 요청", visit.pk)
    confirmation.read_private_note(visit=visit, actor=visit.author, reason="")
    assert StateChange.objects.filter(action="read_private_note").count() == 1

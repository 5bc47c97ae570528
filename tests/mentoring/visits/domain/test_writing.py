"""The expert's side of a visit log. Denied first, then allowed, then exactly what came of it."""

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.corps.enums import AppointmentState, BodyKind
from mentoring.visits.domain import guards, writing
from mentoring.visits.domain.arranging import Plan, call_off_visit, move_visit
from mentoring.visits.enums import ActionState, Side, VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit
from mentoring.visits.models.content import VisitContent
from mentoring.visits.queries.content import beside, content_of
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


def refused(engagement: Engagement, content: VisitContent, *, submit: bool = True) -> str:
    before = Visit.objects.count()
    with pytest.raises(DomainError) as caught:
        writing.log_visit(
            engagement=engagement,
            author=engagement.expert.person,
            client_uuid=uuid.uuid4(),
            content=content,
            submit=submit,
        )
    assert Visit.objects.count() == before
    return caught.value.code


def log(engagement: Engagement, content: VisitContent, key: uuid.UUID | None = None, *, submit: bool = True) -> Visit:
    return writing.log_visit(
        engagement=engagement,
        author=engagement.expert.person,
        client_uuid=key or uuid.uuid4(),
        content=content,
        submit=submit,
    )


# ── who


def test_only_the_expert_of_the_engagement_writes(engagement: Engagement) -> None:
    other = make.expert(engagement.centre)
    for author in (other.person, people.staff(engagement.centre), visits.representative_of(engagement)):
        with pytest.raises(NotAllowed):
            writing.log_visit(
                engagement=engagement, author=author, client_uuid=uuid.uuid4(), content=visits.content(), submit=True
            )
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("state", [AppointmentState.SUSPENDED, AppointmentState.DISMISSED])
def test_nobody_out_of_service_writes(engagement: Engagement, state: AppointmentState) -> None:
    engagement.expert.person.appointments.update(state=state)
    assert refused(engagement, visits.content()) == "not_in_service"


def test_a_term_at_another_centre_is_none_here(engagement: Engagement) -> None:
    person = engagement.expert.person
    person.appointments.update(state=AppointmentState.LAPSED)
    elsewhere = make.appointment(make.body(people.centre()), person)
    assert refused(engagement, visits.content()) == "not_in_service"
    elsewhere.delete()
    make.appointment(make.body(engagement.centre), person)
    log(engagement, visits.content())
    assert Visit.objects.count() == 1


def send(visit: Visit, author: User) -> Visit:
    """As the form does with a draft."""
    content = content_of(visit, beside(visit))
    key = visit.client_uuid
    return writing.log_visit(engagement=visit.engagement, author=author, client_uuid=key, content=content, submit=True)


CHANGES: dict[str, tuple[VisitState, Callable[[Visit, User], object]]] = {
    "submit": (VisitState.DRAFT, send),
    "cancel": (VisitState.DRAFT, lambda row, author: writing.cancel_visit(visit=row, author=author)),
    "recall": (VisitState.SUBMITTED, lambda row, author: writing.recall_visit(visit=row, author=author)),
    "revise": (
        VisitState.OBJECTED,
        lambda row, author: writing.revise_visit(visit=row, author=author, content=visits.content(minutes=90)),
    ),
    "add": (VisitState.CONFIRMED, lambda row, author: writing.add_addendum(visit=row, author=author, text="덧붙임")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_out_of_service_changes_what_they_wrote(engagement: Engagement, change: str) -> None:
    state, act = CHANGES[change]
    row, author = visits.log(engagement, state), engagement.expert.person
    author.appointments.update(state=AppointmentState.SUSPENDED)
    with pytest.raises(NotAllowed) as caught:
        act(row, author)
    assert caught.value.code == "not_in_service"
    author.appointments.update(state=AppointmentState.ACTIVE)
    act(row, author)


def test_an_appointment_that_ended_yesterday_is_over_though_the_tick_is_late(engagement: Engagement) -> None:
    engagement.expert.person.appointments.update(ends_on=clock.today() - timedelta(days=2))
    assert refused(engagement, visits.content(days_ago=1)) == "outside_term"
    assert log(engagement, visits.content(days_ago=2)).state == VisitState.SUBMITTED


# ── when


def test_the_first_and_the_last_day_of_the_term_count(engagement: Engagement) -> None:
    today = clock.today()
    engagement.expert.person.appointments.update(starts_on=today - timedelta(days=5), ends_on=today)
    assert refused(engagement, visits.content(days_ago=6)) == "outside_term"
    assert log(engagement, visits.content(days_ago=5)).state == VisitState.SUBMITTED


def test_a_former_term_that_ran_out_covers_its_days(engagement: Engagement) -> None:
    today = clock.today()
    old = engagement.appointment
    old.state, old.ends_on = AppointmentState.EXPIRED, today - timedelta(days=3)
    old.save()
    make.appointment(old.body, old.person, starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=300))
    assert refused(engagement, visits.content(days_ago=2)) == "outside_term"
    assert log(engagement, visits.content(days_ago=3)).number == 1
    assert log(engagement, visits.content(days_ago=1)).number == 2


def test_a_former_term_in_a_council_covers_none(engagement: Engagement) -> None:
    today = clock.today()
    engagement.appointment.starts_on = today - timedelta(days=1)
    engagement.appointment.save()
    council = make.body(engagement.centre, kind=BodyKind.COUNCIL)
    days = {"starts_on": today - timedelta(days=90), "ends_on": today - timedelta(days=2)}
    former = make.appointment(council, engagement.expert.person, state=AppointmentState.EXPIRED, **days)
    assert refused(engagement, visits.content(days_ago=3)) == "outside_term"
    former.body = engagement.appointment.body
    former.save()
    assert log(engagement, visits.content(days_ago=3)).number == 1


def test_the_first_and_the_last_day_of_the_engagement_count(engagement: Engagement) -> None:
    today = clock.today()
    engagement.starts_on, engagement.ends_on = today - timedelta(days=9), today - timedelta(days=4)
    engagement.save()
    assert refused(engagement, visits.content(days_ago=10)) == "outside_engagement"
    assert refused(engagement, visits.content(days_ago=3)) == "outside_engagement"
    assert log(engagement, visits.content(days_ago=9)).number == 1
    assert log(engagement, visits.content(days_ago=4)).number == 2


@pytest.mark.parametrize(
    "state", [EngagementState.PLANNED, EngagementState.PAUSED, EngagementState.COMPLETED, EngagementState.ENDED_EARLY]
)
def test_only_coaching_under_way_takes_logs(engagement: Engagement, state: EngagementState) -> None:
    engagement.state = state
    engagement.save()
    assert refused(engagement, visits.content()) == "engagement_closed"


def test_a_visit_is_over_when_it_is_logged(engagement: Engagement) -> None:
    with clock.at(clock.now().replace(hour=15, minute=0, second=0, microsecond=0)):
        assert refused(engagement, visits.content(days_ago=0, hour=14, minutes=61)) == "future"
        assert log(engagement, visits.content(days_ago=0, hour=14, minutes=60)).state == VisitState.SUBMITTED


def test_a_visit_has_a_length_and_eight_hours_at_most(engagement: Engagement) -> None:
    assert refused(engagement, visits.content(minutes=0)) == "empty"
    assert refused(engagement, visits.content(hour=9, minutes=481)) == "too_long"
    assert log(engagement, visits.content(hour=9, minutes=480)).minutes == 480


def test_a_visit_over_midnight_belongs_to_the_day_on_which_it_began(engagement: Engagement) -> None:
    engagement.ends_on = clock.today() - timedelta(days=2)
    engagement.save()
    assert (
        refused(engagement, visits.content(starts_at=visits.start(2, 23) + timedelta(hours=1))) == "outside_engagement"
    )
    made = log(engagement, visits.content(starts_at=visits.start(2, 23), minutes=120))
    assert made.minutes == 120
    # The day after midnight is taken too.
    assert refused(engagement, visits.content(starts_at=visits.start(2, 23) + timedelta(minutes=30))) == "overlap"


def test_visits_of_one_expert_do_not_overlap_but_may_touch(engagement: Engagement) -> None:
    other = make.engagement(expert_profile=engagement.expert, appointment=engagement.appointment)
    log(engagement, visits.content(hour=14, minutes=60))
    assert refused(other, visits.content(hour=14, minutes=30)) == "overlap"
    assert refused(other, visits.content(hour=13, minutes=61)) == "overlap"
    assert log(other, visits.content(hour=13, minutes=60)).number == 1
    assert log(other, visits.content(hour=15, minutes=60)).number == 2
    log(make.engagement(), visits.content(hour=14, minutes=60))  # another expert's hour is free


def test_thirty_days_unless_a_coordinator_allows_more(engagement: Engagement) -> None:
    engagement.starts_on = clock.today() - timedelta(days=60)
    engagement.save()
    assert refused(engagement, visits.content(days_ago=31)) == "late"
    assert log(engagement, visits.content(days_ago=30)).state == VisitState.SUBMITTED

    for person in (
        engagement.expert.person,
        people.staff(people.centre()),
        people.staff(engagement.centre, Role.AUDITOR),
    ):
        with pytest.raises(NotAllowed):
            writing.allow_late_logs(engagement=engagement, until=clock.today(), actor=person, reason="입원")
    allowed = writing.allow_late_logs(
        engagement=engagement, until=clock.today(), actor=people.staff(engagement.centre), reason="입원"
    )
    assert log(allowed, visits.content(days_ago=31)).state == VisitState.SUBMITTED
    change = StateChange.objects.get(action="allow_late_logs")
    assert (change.reason, change.data) == ("입원", {"until": clock.today().isoformat()})

    allowed.late_logs_until = clock.today() - timedelta(days=1)
    allowed.save()
    assert refused(allowed, visits.content(days_ago=32)) == "late"


# ── writing and sending


def test_a_log_without_content_or_topic_stays_a_draft(engagement: Engagement) -> None:
    assert refused(engagement, visits.content(content=" ")) == "incomplete"
    assert refused(engagement, visits.content(topics=frozenset())) == "incomplete"
    draft = log(engagement, visits.content(content="", topics=frozenset()), submit=False)
    assert (draft.state, draft.number) == (VisitState.DRAFT, None)
    assert Notice.objects.count() == 0


def test_sending_numbers_the_log_asks_the_representatives_and_is_recorded(engagement: Engagement) -> None:
    representative = visits.representative_of(engagement)
    former = make.representative(engagement.community, ended_on=clock.today())
    made = log(engagement, visits.content())
    assert made.number == 1
    assert made.confirm_by == guards.moment_at(clock.today() + timedelta(days=7), time(23, 59, 59))
    assert list(Notice.objects.values_list("person_id", "kind", "path")) == [
        (representative.pk, "visit_to_confirm", f"/community/visits/{made.pk}/")
    ]
    assert former.notices.count() == 0
    changes = StateChange.objects.filter(subject="visits.visit", subject_id=made.pk)
    assert list(changes.values_list("action", "from_state", "to_state")) == [
        ("draft", "", "draft"),
        ("submit", "draft", "submitted"),
    ]


def test_one_form_gives_one_row_however_often_it_is_sent(engagement: Engagement) -> None:
    key, content = uuid.uuid4(), visits.content(next_step="약속문 만들기", private_note="대표가 지쳤다")
    first = log(engagement, content, key)
    assert log(engagement, content, key).pk == first.pk
    assert log(engagement, content, key, submit=False).pk == first.pk
    assert Visit.objects.count() == 1
    assert Notice.objects.count() == 1
    assert ActionItem.objects.count() == 1


def test_a_draft_is_mended_by_its_uuid_and_a_sent_log_is_not(engagement: Engagement) -> None:
    key = uuid.uuid4()
    draft = log(engagement, visits.content(content="하나"), key, submit=False)
    assert log(engagement, visits.content(content="둘"), key, submit=False).pk == draft.pk
    sent = log(engagement, visits.content(content="셋"), key)
    assert (sent.pk, sent.content, sent.state) == (draft.pk, "셋", VisitState.SUBMITTED)
    with pytest.raises(DomainError) as caught:
        log(engagement, visits.content(content="넷"), key)
    assert caught.value.code == "conflict"
    assert list(Visit.objects.values_list("content", flat=True)) == ["셋"]


def test_the_uuid_of_another_person_is_theirs(engagement: Engagement) -> None:
    key = uuid.uuid4()
    other = make.engagement()
    assert log(engagement, visits.content(), key).pk != log(other, visits.content(), key).pk


def test_an_arranged_visit_becomes_the_log(engagement: Engagement) -> None:
    content = visits.content()
    arranged = visits.arranged(engagement, content.starts_at, mode=content.mode, place="마을회관")
    made = log(engagement, content, arranged.client_uuid)
    assert (made.pk, made.state, made.number) == (arranged.pk, VisitState.SUBMITTED, 1)


def test_a_log_of_another_community_leaves_the_arranged_visit_alone(engagement: Engagement) -> None:
    other = make.engagement(expert_profile=engagement.expert, appointment=engagement.appointment)
    content = visits.content()
    arranged = visits.arranged(engagement, content.starts_at, mode=content.mode)
    made = log(other, content, arranged.client_uuid)
    assert log(other, content, arranged.client_uuid).pk == made.pk
    arranged.refresh_from_db()
    assert (made.engagement_id, arranged.state) == (other.pk, VisitState.SCHEDULED)


def test_the_next_day_is_arranged_once_at_the_same_hour(engagement: Engagement) -> None:
    day = clock.today() + timedelta(days=7)
    key = uuid.uuid4()
    content = visits.content(hour=10, minutes=90, place="마을회관", next_on=day)
    log(engagement, content, key)
    log(engagement, content, key)
    arranged = Visit.objects.get(state=VisitState.SCHEDULED)
    assert (arranged.starts_at, arranged.minutes, arranged.place) == (visits.start(-7, 10), 90, "마을회관")


# ── next steps


def test_open_steps_come_along_and_are_settled_in_the_next_log(engagement: Engagement) -> None:
    log(engagement, visits.content(days_ago=3, next_step="약속문 만들기"))
    step = ActionItem.objects.get()
    foreign = ActionItem.objects.create(
        engagement=make.engagement(), visit=visits.log(make.engagement()), text="남의 일"
    )
    second = log(engagement, visits.content(days_ago=1, settled=frozenset({step.pk, foreign.pk})))
    step.refresh_from_db()
    foreign.refresh_from_db()
    assert (step.state, step.closed_in) == (ActionState.DONE, second)
    assert foreign.state == ActionState.OPEN


def test_a_recalled_log_can_open_again_what_it_settled(engagement: Engagement) -> None:
    log(engagement, visits.content(days_ago=3, next_step="약속문 만들기"))
    step = ActionItem.objects.get()
    key = uuid.uuid4()
    second = log(engagement, visits.content(settled=frozenset({step.pk})), key)
    writing.recall_visit(visit=second, author=engagement.expert.person)
    log(engagement, visits.content(settled=frozenset()), key)
    step.refresh_from_db()
    assert (step.state, step.closed_in) == (ActionState.OPEN, None)


# ── taking back, mending, adding


def test_recall_keeps_the_number_and_withdraws_the_question(engagement: Engagement) -> None:
    made = log(engagement, visits.content())
    with pytest.raises(NotAllowed):
        writing.recall_visit(visit=made, author=visits.representative_of(engagement))
    back = writing.recall_visit(visit=made, author=engagement.expert.person)
    assert (back.state, back.number, back.confirm_by) == (VisitState.DRAFT, 1, None)
    assert writing.recall_visit(visit=made, author=engagement.expert.person).state == VisitState.DRAFT
    assert send(made, engagement.expert.person).number == 1


def test_a_next_day_that_has_passed_is_not_arranged(engagement: Engagement) -> None:
    arranged = Visit.objects.filter(state=VisitState.SCHEDULED)
    log(engagement, visits.content(days_ago=5, next_on=clock.today() - timedelta(days=1)))
    assert arranged.count() == 0
    log(engagement, visits.content(days_ago=4, next_on=clock.today() + timedelta(days=3)))
    assert arranged.count() == 1


def test_a_draft_takes_its_time_too(engagement: Engagement) -> None:
    log(engagement, visits.content(hour=14), submit=False)
    assert refused(engagement, visits.content(hour=14), submit=False) == "overlap"
    assert log(engagement, visits.content(hour=16), submit=False).state == VisitState.DRAFT


def test_a_recalled_log_stays_with_its_community(engagement: Engagement) -> None:
    other = make.engagement(make.community(engagement.centre), engagement.expert)
    made = visits.log(engagement)
    writing.recall_visit(visit=made, author=engagement.expert.person)
    with pytest.raises(DomainError) as caught:
        log(other, visits.content(), made.client_uuid)
    made.refresh_from_db()
    assert (caught.value.code, made.engagement) == ("other_community", engagement)
    never_sent = visits.log(engagement, VisitState.DRAFT, hour=18)
    assert log(other, visits.content(hour=18), never_sent.client_uuid) == never_sent
    never_sent.refresh_from_db()
    assert never_sent.engagement == other


def test_an_answered_log_is_not_recalled(engagement: Engagement) -> None:
    for state in (VisitState.CONFIRMED, VisitState.OBJECTED):
        made = visits.log(engagement, state, days_ago=2 if state == VisitState.CONFIRMED else 1)
        with pytest.raises(DomainError) as caught:
            writing.recall_visit(visit=made, author=engagement.expert.person)
        assert caught.value.code == "state"


def test_after_seven_days_it_is_too_late_to_recall(engagement: Engagement) -> None:
    made = log(engagement, visits.content())
    with clock.at(made.confirm_by + timedelta(seconds=1)), pytest.raises(DomainError) as caught:
        writing.recall_visit(visit=made, author=engagement.expert.person)
    assert caught.value.code == "answer_over"


def test_revising_answers_an_objection_and_asks_again(engagement: Engagement) -> None:
    author = engagement.expert.person
    made = visits.log(engagement, days_ago=1)
    with pytest.raises(DomainError):
        writing.revise_visit(visit=made, author=author, content=visits.content(content="고침"))
    objected = visits.log(engagement, VisitState.OBJECTED, days_ago=2)
    mended = visits.content(days_ago=2, content="고침")  # before the clock may pass midnight
    with clock.at(clock.now() + timedelta(minutes=5)):
        again = writing.revise_visit(visit=objected, author=author, content=mended)
    assert (again.state, again.content, again.number) == (VisitState.SUBMITTED, "고침", 2)
    assert Notice.objects.filter(path=f"/community/visits/{objected.pk}/").count() == 2


def test_revising_with_another_next_day_moves_the_arranged_visit(engagement: Engagement) -> None:
    first, second = (clock.today() + timedelta(days=n) for n in (5, 6))
    objected = visits.log(engagement, VisitState.OBJECTED, next_on=first)
    writing.revise_visit(visit=objected, author=engagement.expert.person, content=visits.content(next_on=second))
    days = {
        state: [visit.starts_at.astimezone(clock.SEOUL).date() for visit in engagement.visits.filter(state=state)]
        for state in (VisitState.SCHEDULED, VisitState.CANCELLED)
    }
    assert days == {VisitState.SCHEDULED: [second], VisitState.CANCELLED: [first]}


def arranged_days(engagement: Engagement) -> list[date]:
    rows = engagement.visits.filter(state=VisitState.SCHEDULED).order_by("starts_at")
    return [visit.starts_at.astimezone(clock.SEOUL).date() for visit in rows]


def sent_again(visit: Visit, content: VisitContent) -> Visit:
    writing.recall_visit(visit=visit, author=visit.author)
    return log(visit.engagement, content, visit.client_uuid)


def test_a_day_that_was_called_off_is_not_arranged_again_by_sending_the_log_again(engagement: Engagement) -> None:
    day = clock.today() + timedelta(days=5)
    sent = visits.log(engagement, next_on=day)
    assert arranged_days(engagement) == [day]
    arranged = engagement.visits.get(state=VisitState.SCHEDULED)
    call_off_visit(visit=arranged, actor=engagement.expert.person, reason="행사")
    sent_again(sent, visits.content(next_on=day, content="한 줄을 더했습니다."))
    assert arranged_days(engagement) == []
    other = day + timedelta(days=1)
    sent_again(sent, visits.content(next_on=other))
    assert arranged_days(engagement) == [other]


def test_nor_is_one_that_was_moved(engagement: Engagement) -> None:
    day = clock.today() + timedelta(days=5)
    sent = visits.log(engagement, next_on=day)
    arranged = engagement.visits.get(state=VisitState.SCHEDULED)
    later = timedelta(days=2)
    plan = Plan(arranged.starts_at + later, arranged.ends_at + later, arranged.mode)
    move_visit(visit=arranged, plan=plan, actor=engagement.expert.person, reason="행사")
    sent_again(sent, visits.content(next_on=day, content="한 줄을 더했습니다."))
    assert arranged_days(engagement) == [day + later]


def test_only_a_draft_that_was_never_sent_is_thrown_away(engagement: Engagement) -> None:
    author = engagement.expert.person
    sent = log(engagement, visits.content(days_ago=2))
    writing.recall_visit(visit=sent, author=author)
    with pytest.raises(DomainError) as caught:
        writing.cancel_visit(visit=sent, author=author)
    assert caught.value.code == "was_sent"
    draft = log(engagement, visits.content(), submit=False)
    assert writing.cancel_visit(visit=draft, author=author).state == VisitState.CANCELLED
    assert log(engagement, visits.content()).state == VisitState.SUBMITTED  # its hour is free again


def test_an_addition_stands_beside_a_confirmed_log(engagement: Engagement) -> None:
    author = engagement.expert.person
    with pytest.raises(DomainError) as caught:
        writing.add_addendum(visit=visits.log(engagement, days_ago=2), author=author, text="한 명 더 왔습니다.")
    assert caught.value.code == "not_confirmed"
    made = visits.log(engagement, VisitState.CONFIRMED)
    before = Visit.objects.filter(pk=made.pk).values().get()
    first = writing.add_addendum(visit=made, author=author, text="한 명 더 왔습니다.")
    assert writing.add_addendum(visit=made, author=author, text="한 명 더 왔습니다.") == first
    assert Visit.objects.filter(pk=made.pk).values().get() == before
    assert list(made.addenda.values_list("text", flat=True)) == ["한 명 더 왔습니다."]


# ── what did not take place


def test_a_visit_that_did_not_take_place_says_which_side_and_takes_no_number(engagement: Engagement) -> None:
    key, author = uuid.uuid4(), engagement.expert.person
    made = writing.log_no_show(
        engagement=engagement, author=author, client_uuid=key, content=visits.content(), side=Side.COMMUNITY
    )
    again = writing.log_no_show(
        engagement=engagement, author=author, client_uuid=key, content=visits.content(), side=Side.COMMUNITY
    )
    assert (made.pk, made.state, made.no_show_side, made.number) == (again.pk, VisitState.NO_SHOW, Side.COMMUNITY, None)
    assert refused(engagement, visits.content()) == "overlap"
    assert Notice.objects.count() == 1


def test_the_private_note_is_a_row_of_its_own(engagement: Engagement) -> None:
    made = log(engagement, visits.content(private_note="대표가 지쳤다"))
    assert PrivateNote.objects.get(visit=made).text == "대표가 지쳤다"
    fields = [str(value) for value in Visit.objects.filter(pk=made.pk).values().get().values()]
    assert not any("지쳤다" in text for text in fields)
    assert not any("지쳤다" in notice.title + notice.text for notice in Notice.objects.all())


def test_confirm_by_is_the_end_of_the_seventh_day_in_seoul() -> None:
    assert writing.answer_until(clock.seoul(2026, 11, 22, 23, 59)) == clock.seoul(2026, 11, 29, 23, 59).replace(
        second=59
    )
    assert writing.answer_until(clock.seoul(2026, 11, 23)).date() == date(2026, 11, 30)


def test_a_draft_stays_with_the_centre_at_which_it_was_begun(engagement: Engagement) -> None:
    """One form, sent again for a community of the other centre that the person serves: a log of its own there, once."""
    elsewhere = make.engagement(expert_profile=make.expert(person=engagement.expert.person))
    first = log(engagement, visits.content(hour=10), submit=False)
    second = log(elsewhere, visits.content(hour=18), first.client_uuid, submit=False)
    assert log(elsewhere, visits.content(hour=18), first.client_uuid, submit=False) == second
    rows = Visit.objects.order_by("pk").values_list("engagement", "expert", "centre")
    assert list(rows) == [(one.pk, one.expert_id, one.centre_id) for one in (engagement, elsewhere)]

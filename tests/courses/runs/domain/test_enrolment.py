"""The table of states: each step denied, then allowed, then exactly what it leaves behind."""

from datetime import timedelta

import pytest
from django.db import transaction

from courses.runs.domain import ending, seats
from courses.runs.domain import enrolment as domain
from courses.runs.domain.seats import OFFER_HOLDS
from courses.runs.enums import ENROLMENT_TRANSITIONS, LIVE, Admission, EnrolmentState, RunState
from courses.runs.models import Completion, CourseRun, Enrolment
from courses.runs.queries.enrolment import answer_by, place_in_queue
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import transitions
from lms.common.records.statelog import history
from lms.notifications.models import Notice
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
S = EnrolmentState
ENDED = sorted(set(S) - LIVE)


@pytest.fixture
def run() -> CourseRun:
    return courses.run(capacity=2)


def in_state(run: CourseRun, state: str, person: User | None = None, *, minutes_ago: int = 60) -> Enrolment:
    moment = clock.now() - timedelta(minutes=minutes_ago)
    return courses.enrolment(
        run,
        person,
        state=state,
        applied_at=moment,
        queued_at=moment if state == S.WAITLISTED else None,
        offer_expires_at=moment + OFFER_HOLDS if state == S.OFFERED else None,
    )


def who_completed(run: CourseRun) -> User:
    row = in_state(run, S.COMPLETED)
    Completion.objects.create(
        centre=row.centre,
        enrolment=row,
        person=row.person,
        course_key=run.version.course_key,
        minutes=180,
        completed_at=clock.now(),
    )
    return row.person


def states(run: CourseRun) -> list[str]:
    return list(run.enrolments.order_by("applied_at", "pk").values_list("state", flat=True))


def refused(code: str, action, **arguments) -> DomainError:  # type: ignore[no-untyped-def]
    """The rule says no with this code, and no enrolment and no log row is written."""
    rows = list(Enrolment.objects.order_by("pk").values_list())
    with pytest.raises(DomainError) as caught:
        action(**arguments)
    assert caught.value.code == code
    assert list(Enrolment.objects.order_by("pk").values_list()) == rows
    return caught.value


# ── applying


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"state": RunState.DRAFT}, "not_announced"),
        ({"state": RunState.CLOSED}, "closed"),
        ({"state": RunState.CANCELLED}, "cancelled"),
        ({"apply_until": clock.now() - timedelta(seconds=1)}, "closed"),
        (
            {"apply_from": clock.now() + timedelta(days=1), "apply_until": clock.now() + timedelta(days=2)},
            "not_open_yet",
        ),
        ({"admission": Admission.INVITATION}, "by_invitation"),
    ],
)
def test_no_application_outside_what_the_run_allows(fields: dict[str, object], code: str) -> None:
    refused(code, domain.apply_for_run, run=courses.run(**fields), person=people.user())


def test_the_window_is_judged_by_the_clock() -> None:
    opens, ends = clock.seoul(2026, 3, 2, 9), clock.seoul(2026, 3, 13, 18)
    run = courses.run(apply_from=opens, apply_until=ends, starts_on=ends.date(), ends_on=ends.date())
    with clock.at(opens - timedelta(seconds=1)):
        refused("not_open_yet", domain.apply_for_run, run=run, person=people.user())
    with clock.at(opens):
        assert domain.apply_for_run(run=run, person=people.user()).state == S.ACTIVE
    with clock.at(ends - timedelta(seconds=1)):
        assert domain.apply_for_run(run=run, person=people.user()).state == S.ACTIVE
    with clock.at(ends):
        refused("closed", domain.apply_for_run, run=run, person=people.user())


def test_an_open_run_gives_a_free_seat_at_once(run: CourseRun) -> None:
    person = people.user()
    made = domain.apply_for_run(run=run, person=person, years_active=3, note="이웃과 배우고 싶습니다")
    assert (made.state, made.attempt, made.years_active, made.note) == (S.ACTIVE, 1, 3, "이웃과 배우고 싶습니다")
    assert (made.centre, made.version, made.queued_at, made.offer_expires_at) == (run.centre, run.version, None, None)
    assert [(row.action, row.from_state, row.to_state, row.actor) for row in history(made)] == [
        ("apply", "", S.ACTIVE, person)
    ]
    assert [(n.person, n.title.partition(":")[0]) for n in Notice.objects.all()] == [(person, "자리가 정해졌습니다")]


def test_a_full_run_queues_in_the_order_of_coming(run: CourseRun) -> None:
    made = [domain.apply_for_run(run=run, person=people.user()) for _ in range(5)]
    assert [one.state for one in made] == [S.ACTIVE, S.ACTIVE, S.WAITLISTED, S.WAITLISTED, S.WAITLISTED]
    assert [place_in_queue(one) for one in made[2:]] == [1, 2, 3]
    assert [one.queued_at == one.applied_at for one in made[2:]] == [True, True, True]


def test_nobody_passes_those_who_wait(run: CourseRun) -> None:
    """A seat that is free while people wait is theirs, even if it has not been offered yet."""
    waiting = in_state(run, S.WAITLISTED)
    assert domain.apply_for_run(run=run, person=people.user()).state == S.WAITLISTED
    assert place_in_queue(waiting) == 1


def test_offered_and_completed_people_hold_their_seats(run: CourseRun) -> None:
    in_state(run, S.OFFERED)
    in_state(run, S.COMPLETED)
    assert domain.apply_for_run(run=run, person=people.user()).state == S.WAITLISTED


def test_by_approval_everybody_waits_for_the_answer() -> None:
    run = courses.run(admission=Admission.APPROVAL)
    made = domain.apply_for_run(run=run, person=people.user())
    assert (made.state, made.queued_at) == (S.APPLIED, None)


@pytest.mark.parametrize("state", sorted(LIVE))
def test_applying_twice_gives_the_same_enrolment(run: CourseRun, state: str) -> None:
    first = in_state(run, state)
    again = domain.apply_for_run(run=run, person=first.person, note="두 번째")
    assert (again.pk, again.state, again.note) == (first.pk, state, "")
    assert Enrolment.objects.count() == 1
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.CANCELLED, S.NOT_COMPLETED])
def test_a_second_try_is_a_new_row(run: CourseRun, state: str) -> None:
    first = in_state(run, state)
    again = domain.apply_for_run(run=run, person=first.person)
    assert (again.attempt, again.state) == (2, S.ACTIVE)
    first.refresh_from_db()
    assert (first.attempt, first.state) == (1, state)


def test_attempts_are_counted_over_the_runs_of_a_course(run: CourseRun) -> None:
    first = in_state(run, S.NOT_COMPLETED)
    later = courses.run(run.version)
    assert domain.apply_for_run(run=later, person=first.person).attempt == 2
    assert domain.apply_for_run(run=courses.run(), person=first.person).attempt == 1


def test_who_was_turned_down_does_not_apply_again(run: CourseRun) -> None:
    first = in_state(run, S.REJECTED)
    refused("rejected", domain.apply_for_run, run=run, person=first.person)


# ── prerequisites


def needs(rule: dict[str, object], **fields: object) -> CourseRun:
    return courses.run(courses.version(prerequisites=rule), **fields)


def test_a_missing_course_is_named() -> None:
    first = courses.version(title="마을 입문")
    run = needs({"op": "course", "key": first.course_key})
    error = refused("prerequisite", domain.apply_for_run, run=run, person=people.user())
    assert "마을 입문" in str(error.message)


def test_a_completed_course_opens_the_next() -> None:
    first = courses.run()
    run = needs({"op": "course", "key": first.version.course_key})
    person = who_completed(first)
    assert domain.apply_for_run(run=run, person=person).state == S.ACTIVE


def test_stated_years_are_accepted_by_staff_first() -> None:
    """An open run gives no seat on somebody's word; what is proved otherwise needs no answer."""
    first = courses.run()
    rule = {"op": "any", "of": [{"op": "course", "key": first.version.course_key}, {"op": "years_active", "n": 2}]}
    run = needs(rule)
    refused("prerequisite", domain.apply_for_run, run=run, person=people.user(), years_active=1)
    assert domain.apply_for_run(run=run, person=people.user(), years_active=2).state == S.APPLIED
    assert domain.apply_for_run(run=run, person=who_completed(first), years_active=9).state == S.ACTIVE


# ── approval


def test_only_a_coordinator_of_the_centre_answers(run: CourseRun) -> None:
    asked = in_state(run, S.APPLIED)
    others = [
        asked.person,
        people.staff(run.centre, Role.MANAGER),
        people.staff(run.centre, Role.AUDITOR),
        people.staff(people.centre(), Role.COORDINATOR),
    ]
    for actor in others:
        for action in (domain.approve_application, domain.reject_application):
            with pytest.raises(NotAllowed):
                action(
                    enrolment=asked,
                    actor=actor,
                    **({"reason": "아니오"} if action is domain.reject_application else {}),
                )
    assert states(run) == [S.APPLIED]


def test_nobody_answers_their_own_application(run: CourseRun) -> None:
    asked = in_state(run, S.APPLIED, run.coordinator)
    assert refused("own_application", domain.approve_application, enrolment=asked, actor=run.coordinator)


def test_approval_gives_a_seat_and_then_a_place_in_the_queue(run: CourseRun) -> None:
    asked = [in_state(run, S.APPLIED, minutes_ago=minutes) for minutes in (30, 20, 10)]
    given = [domain.approve_application(enrolment=one, actor=run.coordinator) for one in asked]
    assert [one.state for one in given] == [S.ACTIVE, S.ACTIVE, S.WAITLISTED]
    assert [given[0].queued_at, given[2].queued_at is None] == [None, False]
    assert [(row.action, row.actor) for row in history(given[2])] == [("approve", run.coordinator)]


@pytest.mark.parametrize("state", sorted(LIVE - {S.APPLIED}))
def test_approving_twice_changes_nothing(run: CourseRun, state: str) -> None:
    row = in_state(run, state)
    assert domain.approve_application(enrolment=row, actor=run.coordinator).state == state
    assert list(history(row)) == []


def test_a_rejection_needs_a_reason_and_keeps_it(run: CourseRun) -> None:
    asked = in_state(run, S.APPLIED)
    refused("no_reason", domain.reject_application, enrolment=asked, actor=run.coordinator, reason="  ")
    done = domain.reject_application(enrolment=asked, actor=run.coordinator, reason="서구 주민만 들을 수 있습니다.")
    assert (done.state, done.reason) == (S.REJECTED, "서구 주민만 들을 수 있습니다.")
    assert (
        domain.reject_application(enrolment=asked, actor=run.coordinator, reason="다른 까닭").reason
        == "서구 주민만 들을 수 있습니다."
    )


def test_several_are_answered_in_the_order_of_applying(run: CourseRun) -> None:
    late, early, middle = (in_state(run, S.APPLIED, minutes_ago=minutes) for minutes in (10, 30, 20))
    gone = in_state(run, S.WITHDRAWN, minutes_ago=40)
    elsewhere = in_state(courses.run(run.version), S.APPLIED)
    answered = domain.answer_several(
        run=run, enrolments=[late, gone, middle, early, elsewhere], accept=True, actor=run.coordinator
    )
    assert answered == domain.Answered(done=3, waiting=1, changed_meanwhile=1)
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.ACTIVE, S.WAITLISTED]
    elsewhere.refresh_from_db()
    assert elsewhere.state == S.APPLIED


# ── the waiting list moves by itself


def full_with_two_waiting(run: CourseRun) -> tuple[list[Enrolment], list[Enrolment]]:
    seated = [in_state(run, S.ACTIVE, minutes_ago=100 - n) for n in range(run.capacity)]
    return seated, [in_state(run, S.WAITLISTED, minutes_ago=50 - n) for n in range(2)]


def test_a_withdrawal_offers_the_seat_to_the_first_in_the_queue(run: CourseRun) -> None:
    seated, (first, _second) = full_with_two_waiting(run)
    now = clock.now()
    with clock.at(now):
        domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.OFFERED, S.WAITLISTED]
    first.refresh_from_db()
    assert first.offer_expires_at == now + OFFER_HOLDS
    assert [(n.person, n.title.partition(":")[0]) for n in Notice.objects.all()] == [(first.person, "자리가 났습니다")]


def test_a_declined_seat_goes_to_the_next(run: CourseRun) -> None:
    seated, (first, second) = full_with_two_waiting(run)
    domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    domain.decline_seat(enrolment=first, actor=first.person)
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.CANCELLED, S.OFFERED]
    accepted = domain.accept_seat(enrolment=second, actor=second.person)
    assert (accepted.state, accepted.offer_expires_at) == (S.ACTIVE, None)


def test_an_offer_lapses_at_its_time_and_not_before(run: CourseRun) -> None:
    seated, (first, second) = full_with_two_waiting(run)
    now = clock.now()
    with clock.at(now):
        domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    with clock.at(now + OFFER_HOLDS - timedelta(seconds=1)):
        assert domain.lapse_offers() == 0
    with clock.at(now + OFFER_HOLDS):
        assert domain.lapse_offers() == 1
        assert domain.lapse_offers() == 0
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.CANCELLED, S.OFFERED]
    assert [(row.action, row.actor) for row in history(first)] == [("offer", seated[0].person), ("lapse", None)]
    second.refresh_from_db()
    assert second.offer_expires_at == now + 2 * OFFER_HOLDS


def test_an_answer_after_the_time_gets_no_seat_even_if_the_timer_is_late(run: CourseRun) -> None:
    seated, (first, _second) = full_with_two_waiting(run)
    domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    with clock.at(clock.now() + OFFER_HOLDS + timedelta(minutes=1)), pytest.raises(DomainError) as caught:
        domain.accept_seat(enrolment=first, actor=first.person)
    assert caught.value.code == "late"
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.CANCELLED, S.OFFERED]


def test_more_seats_go_to_the_queue_and_not_to_applications(run: CourseRun) -> None:
    full_with_two_waiting(run)
    asked = in_state(run, S.APPLIED, minutes_ago=500)
    domain.set_capacity(run=run, capacity=9, actor=run.coordinator)
    assert states(run) == [S.APPLIED, S.ACTIVE, S.ACTIVE, S.OFFERED, S.OFFERED]
    asked.refresh_from_db()
    assert asked.state == S.APPLIED
    assert domain.approve_application(enrolment=asked, actor=run.coordinator).state == S.ACTIVE


def test_seats_are_never_fewer_than_people_on_them(run: CourseRun) -> None:
    full_with_two_waiting(run)
    refused("seats_taken", domain.set_capacity, run=run, capacity=1, actor=run.coordinator)
    with pytest.raises(NotAllowed):
        domain.set_capacity(run=run, capacity=5, actor=people.staff(run.centre, Role.MANAGER))
    run.refresh_from_db()
    assert run.capacity == 2


def test_no_seat_is_offered_of_a_run_that_is_over(run: CourseRun) -> None:
    seated, _waiting = full_with_two_waiting(run)
    with clock.at(clock.now() + timedelta(days=31)):
        domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.WAITLISTED, S.WAITLISTED]


@pytest.mark.parametrize("state", sorted(set(RunState) - {RunState.PUBLISHED}))
def test_nor_of_one_that_is_not_announced(run: CourseRun, state: str) -> None:
    waiting = in_state(run, S.WAITLISTED)
    CourseRun.objects.update(state=state)
    run.refresh_from_db()
    with transaction.atomic():
        assert seats.offer_free_seats(transitions.lock(run), actor=None) == 0
    assert states(run) == [S.WAITLISTED]
    CourseRun.objects.update(state=RunState.PUBLISHED)
    with transaction.atomic():
        assert seats.offer_free_seats(transitions.lock(run), actor=None) == 1
    waiting.refresh_from_db()
    assert waiting.state == S.OFFERED


# ── the person's own steps

STEPS = {"accept": domain.accept_seat, "decline": domain.decline_seat, "withdraw": domain.withdraw_enrolment}
ALREADY = {"accept": S.ACTIVE, "decline": S.CANCELLED, "withdraw": S.WITHDRAWN}


@pytest.mark.parametrize("action", sorted(STEPS))
@pytest.mark.parametrize("state", sorted(S))
def test_each_state_allows_its_own_steps_only(run: CourseRun, action: str, state: str) -> None:
    row = in_state(run, state)
    allowed = ENROLMENT_TRANSITIONS.get(state, {}).get(action)
    if allowed or state == ALREADY[action]:
        after = STEPS[action](enrolment=row, actor=row.person)
        assert after.state == ALREADY[action]
        assert [entry.action for entry in history(row)] == ([action] if allowed else [])
    else:
        refused("state", STEPS[action], enrolment=row, actor=row.person)


@pytest.mark.parametrize(("action", "state"), [("accept", S.OFFERED), ("decline", S.OFFERED), ("withdraw", S.ACTIVE)])
def test_nobody_takes_anothers_step(run: CourseRun, action: str, state: str) -> None:
    row = in_state(run, state)
    for actor in (people.user(), run.coordinator):
        refused("not_own", STEPS[action], enrolment=row, actor=actor)


def test_a_double_click_is_one_step(run: CourseRun) -> None:
    seated, _waiting = full_with_two_waiting(run)
    for _click in range(2):
        domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    assert states(run) == [S.WITHDRAWN, S.ACTIVE, S.OFFERED, S.WAITLISTED]


def test_an_old_page_does_not_turn_an_offer_into_a_withdrawal(run: CourseRun) -> None:
    seated, (first, _second) = full_with_two_waiting(run)
    domain.withdraw_enrolment(enrolment=seated[0], actor=seated[0].person)
    assert first.state == S.WAITLISTED  # what the old page still shows
    refused("state", domain.withdraw_enrolment, enrolment=first, actor=first.person)


# ── invitations


def test_an_invited_person_gets_an_offer(run: CourseRun) -> None:
    guest = people.known(run.centre)
    with pytest.raises(NotAllowed):
        domain.invite_to_run(run=run, person=guest, actor=people.staff(run.centre, Role.MANAGER))
    refused("unknown_here", domain.invite_to_run, run=run, person=people.user(), actor=run.coordinator)
    refused("own_application", domain.invite_to_run, run=run, person=run.coordinator, actor=run.coordinator)
    invited = domain.invite_to_run(run=run, person=guest, actor=run.coordinator)
    assert (invited.state, invited.attempt) == (S.OFFERED, 1)
    assert domain.invite_to_run(run=run, person=guest, actor=run.coordinator).pk == invited.pk
    in_state(run, S.ACTIVE)
    assert domain.invite_to_run(run=run, person=people.known(run.centre), actor=run.coordinator).state == S.WAITLISTED


# ── the end


def test_closing_ends_it_for_everybody_who_has_not_completed() -> None:
    run = courses.run(ends_on=clock.today(), capacity=9)
    rows = {state: in_state(run, state) for state in S}
    with pytest.raises(NotAllowed):
        ending.close_run(run=run, actor=people.staff(run.centre, Role.MANAGER))
    for _click in range(2):
        assert ending.close_run(run=run, actor=run.coordinator).state == RunState.CLOSED
    after = {state: Enrolment.objects.get(pk=row.pk).state for state, row in rows.items()}
    assert after == dict.fromkeys(S, "") | {state: state for state in [*ENDED, S.COMPLETED]} | {
        S.ACTIVE: S.NOT_COMPLETED,
        S.APPLIED: S.CANCELLED,
        S.WAITLISTED: S.CANCELLED,
        S.OFFERED: S.CANCELLED,
    }
    assert [(row.action, row.to_state) for row in history(run)] == [("close", RunState.CLOSED)]


def test_a_run_is_not_closed_before_its_last_day(run: CourseRun) -> None:
    refused("early", ending.close_run, run=run, actor=run.coordinator)
    draft = courses.run(run.version, state=RunState.DRAFT, coordinator=run.coordinator)
    refused("state", ending.close_run, run=draft, actor=run.coordinator)


def test_a_completed_course_is_not_taken_again(run: CourseRun) -> None:
    person = who_completed(run)
    refused("completed", domain.apply_for_run, run=courses.run(run.version), person=person)


def test_a_seat_is_theirs_from_the_moment_at_which_they_get_it() -> None:
    now, person = clock.now(), people.user()
    at_once = courses.run()
    with clock.at(now):
        assert domain.apply_for_run(run=at_once, person=person).joined_at == now
    asked = courses.run(admission=Admission.APPROVAL)
    row = domain.apply_for_run(run=asked, person=person)
    assert row.joined_at is None
    with clock.at(now + timedelta(minutes=5)):
        assert domain.approve_application(enrolment=row, actor=asked.coordinator).joined_at == clock.now()
    by_invitation = courses.run()
    row = domain.invite_to_run(
        run=by_invitation, person=people.says_yes(person, by_invitation.centre), actor=by_invitation.coordinator
    )
    assert row.joined_at is None
    with clock.at(now + timedelta(minutes=9)):
        assert domain.accept_seat(enrolment=row, actor=person).joined_at == clock.now()


def test_the_answer_is_promised_before_the_first_day() -> None:
    today = clock.today()
    for first_day, promised in ((30, 7), (3, 2), (0, 0), (-5, 0)):
        run = courses.run(starts_on=today + timedelta(days=first_day), ends_on=today + timedelta(days=40))
        row = courses.enrolment(run, state=S.APPLIED)
        assert answer_by(row) == today + timedelta(days=promised)

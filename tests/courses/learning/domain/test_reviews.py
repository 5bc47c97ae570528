"""A completion whose facts were corrected is kept or withdrawn by two people, and its date never moves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from courses.credentials.domain.certificates import due_in, issue_certificate
from courses.learning.domain import evidence, reviews
from courses.learning.domain.attendance import record_sheet
from courses.learning.enums import Presence, Proposal, ReviewState
from courses.learning.hanging import hanging_on
from courses.learning.models import CompletionReview
from courses.learning.queries.drift import completed_without_rule
from courses.learning.queries.lessons import path_of
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import ClassSession, Completion, CompletionWithdrawal, CourseRun, Enrolment, Evidence
from courses.runs.queries.prerequisites import completed_courses
from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.integrity import verify
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.corps.domain.eligibility import valid_certificate
from tests.factories import certificates, courses, mentoring, people
from tests.lms.common.integrity.test_verify import NO_LOG

pytestmark = pytest.mark.django_db
PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT
S = EnrolmentState
NOW = clock.seoul(2026, 11, 20, 10, 0)
ATTEND = {"op": "attendance", "min_share": 100}


@pytest.fixture
def row() -> Enrolment:
    """Who has completed by the only class of the run."""
    with clock.at(NOW):
        made = courses.enrolment(courses.run(courses.version(lessons=2, rule=ATTEND, key="MJ-901")))
        session = courses.session(made.run, 1)
    mark(session, made, PRESENT, hours=0)
    return fresh(made)


@pytest.fixture
def review(row: Enrolment) -> CompletionReview:
    mark(row.run.sessions.get(), row, ABSENT, hours=1)
    return CompletionReview.objects.get()


def mark(session: ClassSession, row: Enrolment, presence: Presence, *, hours: int, and_close: bool = True) -> None:
    with clock.at(NOW + timedelta(hours=hours)):
        marks = {row.person_id: presence}
        record_sheet(session=session, marks=marks, actor=row.run.coordinator, and_close=and_close)


def fresh(row: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("run", "version", "person").get(pk=row.pk)


def manager(review: CompletionReview) -> User:
    return people.staff(review.centre, Role.MANAGER)


def propose(review: CompletionReview, proposal: Proposal, actor: User | None = None) -> User:
    actor = actor or review.completion.enrolment.run.coordinator
    reviews.propose(review=review, proposal=proposal, reason="대리 서명을 확인함", actor=actor)
    return actor


def decided(review: CompletionReview, proposal: Proposal) -> CompletionReview:
    propose(review, proposal)
    return reviews.agree(review=review, actor=manager(review))


# ── into the queue


def test_a_correction_that_is_provisional_puts_nothing_into_the_queue(row: Enrolment) -> None:
    mark(row.run.sessions.get(), row, ABSENT, hours=1, and_close=False)
    assert CompletionReview.objects.count() == 0


def test_a_corrected_fact_puts_it_into_the_queue_and_moves_nothing(row: Enrolment, review: CompletionReview) -> None:
    assert (review.completion, review.state, fresh(row).state) == (row.completion, ReviewState.WAITING, S.COMPLETED)
    assert review.completion.completed_at == NOW
    assert {name for name, _what in verify.findings()} <= {NO_LOG}


def test_a_correction_back_takes_it_out_of_the_queue(row: Enrolment, review: CompletionReview) -> None:
    mark(row.run.sessions.get(), row, PRESENT, hours=2)
    review.refresh_from_db()
    assert (review.state, CompletionReview.objects.count()) == (ReviewState.MOOT, 1)


def test_a_second_correction_of_the_same_kind_opens_no_second_review(row: Enrolment, review: CompletionReview) -> None:
    mark(row.run.sessions.get(), row, Presence.EXCUSED, hours=2)
    assert CompletionReview.objects.get() == review


def test_who_meets_the_rule_without_that_class_is_not_doubted() -> None:
    with clock.at(NOW):
        row = courses.enrolment(courses.run(courses.version(lessons=2, rule={"op": "attendance", "min_sessions": 1})))
        one, two = courses.session(row.run, 1), courses.session(row.run, 2)
    mark(one, row, PRESENT, hours=0)
    mark(two, row, PRESENT, hours=1)
    mark(one, row, ABSENT, hours=2)
    assert CompletionReview.objects.count() == 0


def test_a_class_planned_later_doubts_nobody(row: Enrolment) -> None:
    with clock.at(NOW + timedelta(hours=1)):
        later = courses.session(row.run, 2, days=3)
        statelog.record(later, action="plan", to_state=later.state, actor=None)
    mark(row.run.sessions.get(pk__lt=later.pk), row, Presence.LATE, hours=2)
    assert CompletionReview.objects.count() == 0


# ── two people


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EDITOR])
def test_others_decide_nothing(review: CompletionReview, role: Role) -> None:
    with pytest.raises(NotAllowed):
        propose(review, Proposal.WITHDRAW, people.staff(review.centre, role))
    with pytest.raises(NotAllowed):
        propose(review, Proposal.WITHDRAW, people.staff(people.centre()))


def test_nobody_decides_about_themselves(review: CompletionReview) -> None:
    own = review.completion.person
    Membership.objects.create(person=own, centre=review.centre, role=Role.MANAGER, since=clock.today())
    with pytest.raises(NotAllowed):
        propose(review, Proposal.KEEP, own)


def test_one_person_alone_decides_nothing(review: CompletionReview) -> None:
    first = propose(review, Proposal.WITHDRAW)
    with pytest.raises(DomainError) as refused:
        reviews.agree(review=review, actor=first)
    assert (refused.value.code, CompletionWithdrawal.objects.count()) == ("two_people", 0)


def test_without_a_proposal_there_is_nothing_to_agree_to(review: CompletionReview) -> None:
    with pytest.raises(DomainError) as refused:
        reviews.agree(review=review, actor=manager(review))
    assert refused.value.code == "state"


def test_the_second_may_see_it_otherwise(review: CompletionReview) -> None:
    propose(review, Proposal.WITHDRAW)
    again = reviews.object_to(review=review, actor=manager(review))
    assert (again.state, again.proposal, again.proposed_by) == (ReviewState.WAITING, "", None)


def test_kept_it_stays_as_it_is(row: Enrolment, review: CompletionReview) -> None:
    done = decided(review, Proposal.KEEP)
    assert (done.state, fresh(row).state) == (ReviewState.KEPT, S.COMPLETED)
    assert (CompletionWithdrawal.objects.count(), list(completed_without_rule())) == (0, [])


@pytest.mark.parametrize(("run_state", "state"), [(RunState.PUBLISHED, S.ACTIVE), (RunState.CLOSED, S.NOT_COMPLETED)])
def test_withdrawn_every_reader_leaves_it_out(
    row: Enrolment, review: CompletionReview, run_state: str, state: str
) -> None:
    CourseRun.objects.filter(pk=row.run_id).update(state=run_state)
    assert completed_courses(row.person) == {"MJ-901"}
    decided(review, Proposal.WITHDRAW)
    gone = CompletionWithdrawal.objects.get()
    assert (gone.completion.completed_at, gone.reason, gone.asked_by == gone.withdrawn_by) == (
        NOW,
        "대리 서명을 확인함",
        False,
    )
    assert (fresh(row).state, fresh(row).completion, progress(fresh(row)).completed_on) == (state, None, None)
    assert completed_courses(row.person) == frozenset()
    assert [step.state for step in path_of(fresh(row))] == ["now"]
    assert list(due_in(row.run, row.run.coordinator)) == []
    assert list(Completion.objects.standing()) == []
    found = {name for name, _what in verify.findings()}
    assert found <= {NO_LOG, "states_are_as_logged"}  # the run was closed past its log


def test_pressed_twice_it_is_withdrawn_once(review: CompletionReview) -> None:
    propose(review, Proposal.WITHDRAW)
    second = manager(review)
    assert reviews.agree(review=review, actor=second) == reviews.agree(review=review, actor=second)
    assert CompletionWithdrawal.objects.count() == 1


def test_the_person_is_told_once_it_is_withdrawn(review: CompletionReview) -> None:
    told = Notice.objects.filter(person=review.completion.person, kind="completion_withdrawn")
    propose(review, Proposal.WITHDRAW)
    assert told.count() == 0
    reviews.agree(review=review, actor=manager(review))
    assert told.count() == 1


def test_who_earns_it_later_completes_again(row: Enrolment, review: CompletionReview) -> None:
    decided(review, Proposal.WITHDRAW)
    mark(row.run.sessions.get(), row, PRESENT, hours=5)
    again = fresh(row).completion
    assert again
    assert (again.completed_at, again.follows) == (
        NOW + timedelta(hours=5),
        CompletionWithdrawal.objects.get(),
    )
    assert (fresh(row).state, Completion.objects.count()) == (S.COMPLETED, 2)
    assert completed_courses(row.person) == {"MJ-901"}


def test_what_rested_on_the_course_comes_into_the_queue(row: Enrolment, review: CompletionReview) -> None:
    rule = {"op": "course", "key": "MJ-901"}
    with clock.at(NOW + timedelta(minutes=1)):
        later = courses.completed(courses.enrolment(courses.run(courses.version(lessons=1, rule=rule)), row.person))
    decided(review, Proposal.WITHDRAW)
    assert [one.completion for one in CompletionReview.objects.open()] == [later]


# ── what hangs on it


def test_what_hangs_on_it_is_named(row: Enrolment, review: CompletionReview) -> None:
    next_version = courses.version(prerequisites={"op": "course", "key": "MJ-901"})
    next_one = courses.enrolment(courses.run(next_version), row.person)
    courses.enrolment(courses.run(), row.person)  # asks for nothing
    body = mentoring.body(review.centre, required_course="MJ-901")
    mentoring.appointment(body, row.person)
    found = [(str(one.kind), one.text) for one in hanging_on(review.completion)]
    assert found == [("위촉", str(body)), ("수강", str(next_one.run))]


def test_no_certificate_is_issued_while_it_is_doubted_nor_after(review: CompletionReview) -> None:
    completion = review.completion
    actor = completion.enrolment.run.coordinator
    assert list(due_in(completion.enrolment.run, actor)) == []
    for decide, code in ((lambda: None, "under_review"), (lambda: decided(review, Proposal.WITHDRAW), "withdrawn")):
        act: Callable[[], object] = decide
        act()
        with pytest.raises(DomainError) as refused:
            issue_certificate(completion=completion, actor=actor)
        assert refused.value.code == code


def test_a_certificate_of_a_withdrawn_completion_opens_no_body() -> None:
    centre, person = people.centre(), people.user()
    certificate = certificates.certificate(centre, person)
    body = mentoring.body(centre, required_course="MJ-301")
    assert valid_certificate(person=person, body=body) == certificate
    by = {
        "asked_by": people.user(),
        "asked_at": clock.now(),
        "withdrawn_by": people.user(),
        "withdrawn_at": clock.now(),
    }
    CompletionWithdrawal.objects.create(centre=centre, completion=certificate.completion, reason="까닭", **by)
    assert valid_certificate(person=person, body=body) is None


# ── evidence


def with_paper() -> tuple[Enrolment, Evidence]:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule={"op": "evidence", "kind": "paper"})))
    return row, accept(row)


def accept(row: Enrolment) -> Evidence:
    return evidence.accept_evidence(enrolment=fresh(row), kind="paper", reason="심사", actor=row.run.coordinator)


def take_back(made: Evidence, row: Enrolment) -> None:
    evidence.take_back_evidence(evidence=made, reason="다른 분의 논문", actor=row.run.coordinator)


def test_what_is_accepted_again_takes_the_completion_out_of_the_queue() -> None:
    row, made = with_paper()
    take_back(made, row)
    review = CompletionReview.objects.get()
    assert review.state == ReviewState.WAITING
    accept(row)
    review.refresh_from_db()
    assert (review.state, CompletionReview.objects.count()) == (ReviewState.MOOT, 1)
    assert Completion.objects.standing().count() == 1


def test_what_was_decided_to_be_kept_stays_so_whatever_is_accepted_besides() -> None:
    row, made = with_paper()
    take_back(made, row)
    decided(CompletionReview.objects.get(), Proposal.KEEP)
    other = courses.enrolment(
        courses.run(courses.version(lessons=1, rule={"op": "evidence", "kind": "paper"})), row.person
    )
    accept(other)
    assert list(CompletionReview.objects.values_list("state", flat=True)) == [ReviewState.KEPT]

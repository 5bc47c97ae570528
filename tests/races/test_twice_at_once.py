"""The same step twice at the same moment: the second waits for the first and finds it done. Each step has its control:
without the lock it is done twice, or the second fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import models

from courses.curriculum.domain import publishing
from courses.curriculum.models import CoursePage, CourseVersion, LessonPage
from courses.learning.domain import attendance, completion, reviews
from courses.learning.enums import Presence, Proposal
from courses.learning.models import Attendance, CompletionReview
from courses.runs.domain import news
from courses.runs.models import ClassSession, Completion, CompletionWithdrawal, CourseRun, Enrolment
from lms.accounts.domain.roles import give_role
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, Region, User, Zone, ZoneDong
from lms.common import clock
from lms.common.models import StateChange
from lms.common.records import statelog
from lms.invitations import domain as invitations
from lms.invitations import sending
from lms.invitations.models import Invitation
from lms.office.domain import zones
from lms.privacy.domain import consents, wordings
from lms.privacy.enums import ConsentSource, Purpose
from lms.privacy.models import Consent, ConsentText
from lms.signin.domain import address
from mentoring.coaching.domain import engagements
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import Engagement
from mentoring.communities.domain import communities, conflicts
from mentoring.communities.models import Community, CommunityMembership, ConflictOfInterest
from mentoring.corps.domain import availability, drafting
from mentoring.corps.enums import ConflictKind
from mentoring.corps.models import Appointment, AvailabilityWindow, Body, ExpertProfile
from mentoring.visits.domain import steps
from mentoring.visits.models import ActionItem, Visit
from tests.factories import courses, mentoring, pages, people, visits
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@dataclass
class Step:
    """`meets`: where each waits for the other, between its look and its writing. `left` counts what is there afterwards;
    `locked` are the models whose lock the step rests on. The answers are those with and without it; without it the number
    in the log may also refuse the second, where both took the same."""

    act: Callable[[Any], object]
    rows: Sequence[Any]
    meets: tuple[Any, str]
    left: Callable[[], int]
    locked: tuple[type[models.Model], ...]
    answers: tuple[list[str], int]
    without: tuple[list[str], int]

    @property
    def answers_without(self) -> list[tuple[list[str], int]]:
        return [self.without, (FAILS, 1)]


TWICE, FAILS = ["done", "done"], ["IntegrityError", "done"]
TOGETHER = ["ExceptionGroup", "done"]  # as the clock's parts raise what failed, at their end


def a_role() -> Step:
    centre, person = people.centre(), people.user()
    manager = people.staff(centre, Role.MANAGER)
    rows = Membership.objects.filter(person=person)

    def act(_press: int) -> object:
        return give_role(person=person, centre=centre, role=Role.AUDITOR, actor=manager)

    return Step(act, range(2), (Membership.objects, "create"), rows.count, (User, Centre), (TWICE, 1), (FAILS, 1))


def a_consent() -> Step:
    person = people.user()
    rows = Consent.objects.filter(person=person)

    def act(_press: int) -> object:
        return consents.decide_consent(
            person=person, purpose=Purpose.NEWS, given=True, source=ConsentSource.PRIVACY_PAGE
        )

    return Step(act, range(2), (Consent.objects, "create"), rows.count, (User,), (TWICE, 1), (TWICE, 2))


def words_of_a_consent() -> Step:
    """By two managers, each after the same words: one of them reads the other's first."""
    centre = people.centre()
    manager = people.staff(centre, Role.MANAGER)
    rows = ConsentText.objects.filter(centre=centre, version=2)

    def act(text: str) -> object:
        return wordings.publish_words(
            purpose=Purpose.LEARNING,
            centre=centre,
            text=text,
            after=1,
            valid_from=clock.today(),
            material=True,
            actor=manager,
        )

    meets, late = (wordings, "newest"), ["done", "published_meanwhile"]
    return Step(act, ["하나", "둘"], meets, rows.count, (Centre,), (late, 1), (FAILS, 1))


def words_of_the_site() -> Step:
    """They rest on the first centre, whichever publishes."""
    people.centre()
    admin = people.user(is_superuser=True)
    rows = ConsentText.objects.filter(centre=None, purpose=Purpose.NEWS)

    def act(text: str) -> object:
        return wordings.publish_words(
            purpose=Purpose.NEWS,
            centre=None,
            text=text,
            after=1,
            valid_from=clock.today(),
            material=True,
            actor=admin,
        )

    meets, late = (wordings, "newest"), ["done", "published_meanwhile"]
    return Step(act, ["하나", "둘"], meets, rows.count, (Centre,), (late, 2), (FAILS, 2))


def two_addresses() -> Step:
    person = people.user()
    changed = StateChange.objects.filter(action="change_address")

    def act(email: str) -> object:
        return address.change_address(person=person, email=email)

    wishes = ["one@example.org", "other@example.org"]
    late = ["done", "over"]
    return Step(act, wishes, (address, "stamp"), changed.count, (User,), (late, 1), (TWICE, 2))


def an_invitation() -> Step:
    centre = people.centre()
    coordinator = people.staff(centre)

    def act(_press: int) -> object:
        return invitations.invite_person(centre=centre, name="예시새사람", email="new@example.org", actor=coordinator)

    rows = Invitation.objects.filter(centre=centre)
    return Step(act, range(2), (invitations, "new_nonce"), rows.count, (Centre,), (TWICE, 1), (FAILS, 1))


def a_mail_of_an_invitation() -> Step:
    centre = people.centre()
    invitations.invite_person(
        centre=centre, name="예시새사람", email="new@example.org", actor=people.staff(centre, Role.COORDINATOR)
    )

    def act(_tick: int) -> object:
        return sending.send_due()

    def sent() -> int:
        return len(mail.outbox)

    return Step(act, range(2), (sending, "_mail"), sent, (Invitation,), (TWICE, 1), (TWICE, 2))


def a_version() -> Step:
    page = pages.published_course(pages.tier())
    CoursePage.objects.filter(pk=page.pk).update(title="새 이름의 과정")
    before = CourseVersion.objects.count()

    def act(_press: int) -> object:
        return publishing.publish_version(page=page, actor=None)

    def more() -> int:
        return CourseVersion.objects.count() - before

    return Step(act, range(2), (publishing, "_content_of"), more, (CoursePage,), (TWICE, 1), (FAILS, 1))


def a_wording() -> Step:
    page = pages.published_course(pages.tier())
    version, lesson = page.versions.get(), LessonPage.objects.child_of(page).first()
    reviewer = people.user(is_superuser=True)
    pages.publish(lesson)
    before = version.lesson_revisions.count()

    def act(_press: int) -> object:
        return publishing.append_wording(version=version, lesson=lesson, actor=reviewer)

    def more() -> int:
        return version.lesson_revisions.count() - before

    return Step(act, range(2), (publishing, "changes_wording_only"), more, (CourseVersion,), (TWICE, 1), (FAILS, 1))


def a_sheet() -> Step:
    run = courses.run()
    session, learner = courses.session(run, 1), courses.enrolment(run)

    def act(actor: User) -> object:
        return attendance.record_sheet(session=session, marks={learner.person_id: Presence.PRESENT}, actor=actor)

    rows = Attendance.objects.filter(session=session)
    actors = [run.coordinator, people.staff(run.centre)]
    locked = (CourseRun, ClassSession)
    return Step(act, actors, (Attendance.objects, "create"), rows.count, locked, (TWICE, 1), (FAILS, 1))


def a_closed_sheet() -> Step:
    run = courses.run()
    session = courses.session(run, 1)
    courses.attended(session, courses.enrolment(run), settled=False)

    def act(actor: User) -> object:
        return attendance.close_sheet(session=session, actor=actor)

    actors, locked = [run.coordinator, people.staff(run.centre)], (CourseRun, ClassSession)
    meets = (attendance, "settles_at")
    return Step(act, actors, meets, session.closings.count, locked, (TWICE, 1), (FAILS, 1))


def a_sheet_closed_by_midnight() -> Step:
    run = courses.run()
    session = courses.session(run, 1)
    with clock.at(clock.now() - timedelta(days=2)):
        courses.attended(session, courses.enrolment(run), settled=False)

    def act(_tick: int) -> object:
        return attendance.settle_sheets()

    meets = (attendance, "left_open")
    return Step(act, range(2), meets, session.closings.count, (CourseRun, ClassSession), (TWICE, 1), (TOGETHER, 1))


def _completed_by_classes_of_two_runs() -> list[ClassSession]:
    """Somebody completed by a class here and one that they attended in another run; both marks were then corrected."""
    version = courses.version(lessons=3, rule={"op": "attendance", "min_share": 100})
    row = courses.enrolment(courses.run(version))
    there = courses.enrolment(courses.run(version, name="옛 기수"), row.person)
    sessions = [courses.session(row.run, 1), courses.session(there.run, 2)]
    courses.session(row.run, 2)
    courses.session(there.run, 3)
    for session, one in zip(sessions, (row, there), strict=True):
        courses.attended(session, one)
    completion.complete_met(people=[row.person_id], actor=None)
    assert Completion.objects.get().enrolment == row
    for session in sessions:
        marks = {row.person_id: Presence.ABSENT}
        attendance.record_sheet(session=session, marks=marks, actor=session.run.coordinator)
    return sessions


def two_corrections() -> Step:
    sessions = _completed_by_classes_of_two_runs()

    def act(session: ClassSession) -> object:
        return attendance.close_sheet(session=session, actor=session.run.coordinator)

    meets = (reviews, "unmet_completions")
    return Step(act, sessions, meets, CompletionReview.objects.count, (User,), (TWICE, 1), (FAILS, 1))


def a_withdrawn_completion() -> Step:
    for session in _completed_by_classes_of_two_runs():
        attendance.close_sheet(session=session, actor=session.run.coordinator)
    review = CompletionReview.objects.get()
    centre = review.centre
    said = {"proposal": Proposal.WITHDRAW, "reason": "대리 서명"}
    reviews.propose(review=review, actor=people.staff(centre), **said)

    def act(actor: User) -> object:
        return reviews.agree(review=review, actor=actor)

    rows = CompletionWithdrawal.objects
    locked = (CourseRun, User, Enrolment, CompletionReview)
    seconds = [people.staff(centre), people.staff(centre)]
    return Step(act, seconds, (reviews, "_check_second"), rows.count, locked, (TWICE, 1), (FAILS, 1))


def course_news() -> Step:
    courses.run()
    people.consent(people.user(), Purpose.NEWS)
    told = StateChange.objects.filter(action="announce")

    def act(_tick: int) -> object:
        return news.announce_open_runs()

    return Step(act, range(2), (news, "agreeing"), told.count, (CourseRun,), (TWICE, 1), (TWICE, 2))


def a_representative() -> Step:
    community = mentoring.community()
    mentoring.representative(community)
    coordinator = people.staff(community.centre)
    current = CommunityMembership.objects.current().filter(community=community)

    def act(person: User) -> object:
        return communities.change_representative(community=community, person=person, actor=coordinator)

    meets = (communities, "_end")
    new = [people.known(community.centre) for _n in range(2)]
    return Step(act, new, meets, current.count, (Community,), (TWICE, 1), (TWICE, 2))


def a_conflict() -> Step:
    community = mentoring.community()
    expert = mentoring.expert(community.centre)
    coordinator = people.staff(community.centre)

    def act(_press: int) -> object:
        return conflicts.add_conflict(expert=expert, community=community, kind=ConflictKind.FAMILY, actor=coordinator)

    meets = (ConflictOfInterest.objects, "create")
    return Step(act, range(2), meets, ConflictOfInterest.objects.count, (ExpertProfile,), (TWICE, 1), (TWICE, 2))


def hours_that_overlap() -> Step:
    expert = mentoring.expert()

    def act(ends: int) -> object:
        return availability.add_window(
            expert=expert, actor=expert.person, weekday=1, starts=time(ends - 4), ends=time(ends)
        )

    meets = (AvailabilityWindow, "save")
    late = ["done", "overlap"]
    return Step(act, [14, 16], meets, expert.windows.count, (ExpertProfile,), (late, 1), (TWICE, 2))


def a_draft() -> Step:
    body = mentoring.body(people.centre())
    person, rows = people.known(body.centre), Appointment.objects.filter(body=body)

    def act(actor: User) -> object:
        return drafting.draft_appointment(body=body, person=person, starts_on=clock.today(), actor=actor)

    actors = [people.staff(body.centre), people.staff(body.centre)]
    return Step(act, actors, (drafting, "check_person"), rows.count, (Body,), (TWICE, 1), (FAILS, 1))


def the_last_place_taken_up_again() -> Step:
    centre = people.centre()
    expert = mentoring.expert(centre, capacity=1)
    coordinator = people.staff(centre)
    finished = [
        mentoring.engagement(
            None,
            expert,
            request=mentoring.request(mentoring.community(centre), RequestState.CLOSED),
            state=EngagementState.COMPLETED,
            completed_at=clock.now(),
            ends_on=clock.today(),
        )
        for _ in range(2)
    ]

    def act(engagement: Engagement) -> object:
        return engagements.reopen_engagement(engagement=engagement, actor=coordinator, reason="더 필요함")

    meets, locked = (engagements, "_check_place"), (ExpertProfile,)
    return Step(act, finished, meets, Engagement.objects.open().count, locked, (["capacity", "done"], 1), (TWICE, 2))


def a_step_ticked_off() -> Step:
    """By two representatives; on record once."""
    engagement = mentoring.engagement()
    visit = visits.log(engagement, next_step="회의록 나누기")
    persons = [visits.representative_of(engagement), mentoring.representative(engagement.community)]
    step = ActionItem.objects.get(visit=visit)

    def act(person: User) -> object:
        return steps.tick_off(step=step, done=True, actor=person)

    told = statelog.history(visit).filter(action="step_done")
    meets = (ActionItem.objects, "get")
    return Step(act, persons, meets, told.count, (ExpertProfile, Visit), (TWICE, 1), (TWICE, 2))


def a_line_of_the_log() -> Step:
    """Of a download, which holds no other lock."""
    person = people.user()
    lines = statelog.history(person)

    def act(_press: int) -> object:
        return statelog.record(person, action="export", actor=person)

    return Step(act, range(2), (StateChange.objects, "create"), lines.count, (User,), (TWICE, 2), (FAILS, 1))


def a_dong_for_two_zones() -> Step:
    district = people.district()
    dong, manager = people.region(parent=district), people.staff(people.centre(region=district), Role.MANAGER)

    def act(zone: Zone) -> object:
        return zones.change_zone(zone=zone, actor=manager, dongs=[dong])

    meets, held = (ZoneDong.objects, "bulk_create"), ZoneDong.objects.filter(dong=dong)
    two = [people.zone(district) for _n in range(2)]
    return Step(act, two, meets, held.count, (Region, Zone), (TWICE, 1), (FAILS, 1))


def a_line_of_the_site() -> Step:
    lines = StateChange.objects.filter(subject=statelog.SITE)

    def act(_press: int) -> object:
        return statelog.record_of_site(action="destroy_due", data={})

    return Step(act, range(2), (StateChange.objects, "create"), lines.count, (ContentType,), (TWICE, 2), (FAILS, 1))


STEPS = [
    a_role,
    a_consent,
    words_of_a_consent,
    words_of_the_site,
    two_addresses,
    an_invitation,
    a_mail_of_an_invitation,
    a_version,
    a_wording,
    a_sheet,
    a_closed_sheet,
    a_sheet_closed_by_midnight,
    two_corrections,
    a_withdrawn_completion,
    course_news,
    a_representative,
    a_conflict,
    hours_that_overlap,
    a_draft,
    the_last_place_taken_up_again,
    a_step_ticked_off,
    a_dong_for_two_zones,
    a_line_of_the_log,
    a_line_of_the_site,
]
each = pytest.mark.parametrize("make", STEPS, ids=lambda make: make.__name__)


def taken_at_once(step: Step, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    meet_after(monkeypatch, *step.meets)
    return at_once(step.act, step.rows), step.left()


@each
def test_the_second_finds_it_done(make: Callable[[], Step], monkeypatch: pytest.MonkeyPatch) -> None:
    step = make()
    assert taken_at_once(step, monkeypatch) == step.answers


@each
def test_control_without_the_lock_it_does_not(make: Callable[[], Step], monkeypatch: pytest.MonkeyPatch) -> None:
    step = make()
    without_locks(monkeypatch, *step.locked)
    assert taken_at_once(step, monkeypatch) in step.answers_without

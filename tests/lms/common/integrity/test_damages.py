"""The tables are broken by hand, past the domain and past the triggers; `verify` names the row, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from courses.learning.domain.attendance import record_sheet
from courses.learning.enums import Presence
from courses.learning.models import CompletionReview, LessonCompletion
from courses.runs.models import Completion
from lms.accounts.enums import Role
from lms.common import clock
from lms.common.integrity import triggers, verify
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.coaching.domain.engagements import OUTCOME
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest
from mentoring.communities.domain import communities
from mentoring.communities.models import Community, CommunityMembership
from mentoring.corps.domain import bodies, experts
from mentoring.corps.models import Appointment
from mentoring.matching.domain.handover import hand_over
from mentoring.visits.enums import VisitState
from tests.factories import certificates, courses, mentoring, people, visits
from tests.factories.certificates import Papers
from tests.lms.common.integrity.test_verify import found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tables_stay")]
ATTEND = {"op": "attendance", "min_share": 100}


@pytest.fixture(autouse=True)
def unguarded(db: None) -> None:
    triggers.remove()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def put(row: Model, **values: Any) -> None:
    said = ", ".join(f"{column} = %s" for column in values)
    sql(f"UPDATE {row._meta.db_table} SET {said} WHERE id = %s", *values.values(), row.pk)  # noqa: S608


def take_out(row: Model) -> None:
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)  # noqa: S608


# ── learning


def test_a_completion_that_is_forged() -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1)))
    sql(
        "INSERT INTO runs_completion (centre_id, enrolment_id, person_id, course_key, minutes, completed_at) "
        "VALUES (%s, %s, %s, %s, %s, %s)",
        *(row.centre_id, row.pk, row.person_id, row.version.course_key, row.version.minutes, clock.now()),
    )
    put(row, state="completed")
    assert found() == {("completions_met_their_rule", f"runs.Completion {Completion.objects.get().pk}")}


def test_a_completion_that_is_moved() -> None:
    made = courses.completed(courses.enrolment(courses.run(courses.version(lessons=1))))
    assert found() == set()
    put(made, completed_at=made.completed_at + timedelta(days=1))
    assert found() == {("completions_are_dated_as_logged", f"runs.Completion {made.pk}")}
    put(made, completed_at=made.completed_at - timedelta(days=1))
    assert found() == {
        ("completions_are_dated_as_logged", f"runs.Completion {made.pk}"),
        ("completions_met_their_rule", f"runs.Completion {made.pk}"),
    }


def test_a_completion_that_is_moved_away_from_its_certificate() -> None:
    certificate = certificates.certificate(people.centre(), people.user(), erased_at=clock.now())
    day = certificate.completion.completed_at.astimezone(clock.SEOUL).date()
    certificate.snapshot |= {"completed_on": day.isoformat()}
    certificate.save()
    assert found() == set()
    put(certificate.completion, completed_at=certificate.completion.completed_at - timedelta(days=40))
    assert found() == {("certificates_say_what_their_rows_say", f"credentials.Certificate {certificate.pk}")}


@pytest.mark.parametrize("damage", ["deleted", "changed"])
def test_attendance_on_which_a_completion_rests(damage: str) -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=ATTEND)))
    (came,) = courses.attended(courses.session(row.run, 1), row)
    made = courses.completed(row)
    assert found() == set()
    take_out(came) if damage == "deleted" else put(came, presence="absent", minutes=0)
    assert found() == {("completions_met_their_rule", f"runs.Completion {made.pk}")}


@pytest.mark.parametrize("damage", ["deleted", "changed"])
def test_a_finished_lesson_on_which_a_completion_rests(damage: str) -> None:
    made = courses.completed(courses.enrolment(courses.run(courses.version(lessons=1))))
    lesson = LessonCompletion.objects.get()
    take_out(lesson) if damage == "deleted" else put(lesson, completed_at=clock.now() + timedelta(days=1))
    assert found() == {("completions_met_their_rule", f"runs.Completion {made.pk}")}


def test_a_review_that_is_gone_of_a_completion_whose_facts_were_corrected() -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=1, rule=ATTEND)))
    session = courses.session(row.run, 1)
    actor = row.run.coordinator
    record_sheet(session=session, marks={row.person_id: Presence.PRESENT}, actor=actor, and_close=True)
    with clock.at(clock.now() + timedelta(hours=1)):
        record_sheet(session=session, marks={row.person_id: Presence.ABSENT}, actor=actor, and_close=False)
        assert found() == set()
        record_sheet(session=session, marks={row.person_id: Presence.ABSENT}, actor=actor, and_close=True)
    assert found() == set()
    take_out(CompletionReview.objects.get())
    assert found() == {("corrected_completions_are_reviewed", f"runs.Completion {Completion.objects.get().pk}")}


def test_a_rule_that_is_emptied() -> None:
    version = courses.version(lessons=1)
    put(version, rule="{}")
    assert found() == {("versions_are_as_published", f"curriculum.CourseVersion {version.pk}")}


# ── visits


def test_an_hour_added_to_a_log() -> None:
    visit = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    assert found() == set()
    put(visit, ends_at=visit.ends_at + timedelta(hours=1))
    assert found() == {("visits_last_as_logged", f"visits.Visit {visit.pk}")}


@pytest.mark.parametrize("ended", [False, True])
def test_a_visit_outside_the_term(ended: bool) -> None:
    visit = visits.log(mentoring.engagement(), VisitState.CONFIRMED, days_ago=1)
    term, today = visit.engagement.appointment, clock.today()
    put(term, state="resigned", ended_on=today - timedelta(days=1))  # a visit of the last day still lies in it
    assert found() == set()
    put(term, **{"ended_on" if ended else "ends_on": today - timedelta(days=2)})
    assert found() == {("visits_lie_in_a_term", f"visits.Visit {visit.pk}")}


@pytest.mark.parametrize("change", [{"starts_on": 0}, {"ends_on": 2}])
def test_a_visit_outside_the_coaching(change: dict[str, int]) -> None:
    visit = visits.log(mentoring.engagement(), VisitState.CONFIRMED, days_ago=1)
    put(visit.engagement, **{name: clock.today() - timedelta(days=days) for name, days in change.items()})
    assert found() == {("visits_lie_in_their_engagement", f"visits.Visit {visit.pk}")}


# ── experts


def test_a_coaching_that_begins_before_the_term() -> None:
    engagement = mentoring.engagement()
    put(engagement, starts_on=engagement.appointment.starts_on - timedelta(days=1))
    assert found() == {("engagements_begin_within_a_term", f"coaching.Engagement {engagement.pk}")}


def test_an_expert_with_more_communities_than_places() -> None:
    expert = mentoring.engagement().expert
    put(expert, capacity=0)
    assert found() == {("experts_within_capacity", f"corps.ExpertProfile {expert.pk}")}


def test_a_capacity_that_was_passed_on_record_covers_nothing_that_came_after_it() -> None:
    former = mentoring.engagement()
    full = mentoring.expert(former.centre, capacity=0)
    coordinator, why = people.staff(former.centre), "통화함"
    hand_over(engagement=former, to=full, actor=coordinator, reason="이사", passing=["capacity"], pass_reason=why)
    assert found() == set()
    later = mentoring.engagement(mentoring.community(former.centre))
    put(later, expert_id=full.pk, appointment_id=Appointment.objects.get(person=full.person).pk)
    assert found() == {
        ("experts_within_capacity", f"corps.ExpertProfile {full.pk}"),
        ("engagements_follow_their_offer", f"coaching.Engagement {later.pk}"),
    }


def test_an_expert_who_takes_no_more_lowers_the_places_on_record() -> None:
    expert = mentoring.engagement().expert
    limits = {"capacity": 0, "monthly_minutes": 0, "villages": True, "apartments": False}
    entry = experts.Entry(bio="", dong=expert.dong, fields=(), topics={}, **limits)  # type: ignore[arg-type]
    experts.update_profile(expert=expert, actor=expert.person, entry=entry)
    assert found() == set()


def test_a_term_whose_letter_has_no_number() -> None:
    term = mentoring.appointment(mentoring.body(people.centre()))
    put(term, letter_no="")
    assert found() == {("letters_have_numbers", f"corps.Appointment {term.pk}")}


def test_a_member_without_certificate_or_exception(papers: Papers) -> None:
    term = mentoring.appointment(mentoring.body(people.centre(), required_course="MJ-301"), exception_reason="이웃 구")
    assert found() == set()
    put(term, exception_reason="")
    assert found() == {("members_have_certificates", f"corps.Appointment {term.pk}")}
    put(term, source="ex_officio")
    assert found() == set()
    other = certificates.certificate(term.centre, people.user(), erased_at=clock.now())
    put(term, source="recommendation", certificate_id=other.pk)
    assert found() == {("members_have_certificates", f"corps.Appointment {term.pk}")}


def test_a_member_from_before_the_body_asked_for_a_certificate() -> None:
    term = mentoring.appointment(mentoring.body(people.centre()))
    said = {name: getattr(term.body, name) for name in bodies.SETTINGS} | {"required_course": "MJ-301"}
    bodies.change_settings(body=term.body, actor=people.staff(term.centre, Role.MANAGER), **said)
    assert found() == set()
    put(term, offered_at=clock.now() + timedelta(days=1))
    assert found() == {("members_have_certificates", f"corps.Appointment {term.pk}")}


# ── the log of states


def visited() -> list[StateChange]:
    visit = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    lines = list(statelog.history(visit).order_by("number"))
    assert [(line.number, line.to_state) for line in lines] == [(1, "draft"), (2, "submitted"), (3, "confirmed")]
    assert found() == set()
    return lines


def test_a_line_that_is_deleted() -> None:
    _draft, sent, _confirmed = visited()
    take_out(sent)
    name = f"visits.visit {sent.subject_id}"
    assert found() == {
        ("log_has_no_gaps", f"{name}: a gap in its log, among 1 to 3"),
        ("log_steps_fit", f"{name}: line 3 of its log leaves 'submitted', and the line before leads to 'draft'"),
    }


def test_a_last_line_that_is_deleted() -> None:
    *_before, confirmed = visited()
    take_out(confirmed)
    assert found() == {("states_are_as_logged", f"visits.Visit {confirmed.subject_id}")}


def test_a_line_that_is_changed() -> None:
    _draft, sent, confirmed = visited()
    name = f"visits.visit {sent.subject_id}"
    put(sent, to_state="objected")
    assert found() == {
        ("log_steps_fit", f"{name}: line 3 of its log leaves 'submitted', and the line before leads to 'objected'")
    }
    put(sent, to_state="submitted")
    put(confirmed, from_state="")
    assert found() == {
        ("log_steps_fit", f"{name}: line 3 of its log leaves '', and the line before leads to 'submitted'")
    }


def test_lines_that_tell_of_something_else_and_those_whose_time_was_over() -> None:
    draft, *_later = visited()
    session = courses.session(courses.run(), 1)
    for action in ("plan", "move"):
        statelog.record(session, action=action, to_state=session.state, actor=None)
    triggers.install()
    with triggers.destroying(StateChange, older_than=draft.at + timedelta(microseconds=1)):
        draft.delete()
    assert found() == set()


def test_a_first_line_that_is_deleted() -> None:
    draft, *_later = visited()
    take_out(draft)
    assert found() == {("log_has_no_gaps", f"visits.visit {draft.subject_id}: a gap in its log, among 1 to 3")}


def without_log(model: str) -> list[str]:
    return sorted(row for row in verify.states_have_a_log() if row.startswith(f"{model} "))


def test_a_thing_whose_whole_log_is_deleted() -> None:
    lines = visited()
    assert without_log("visits.Visit") == []
    for line in lines:
        take_out(line)
    assert found() == set()
    assert without_log("visits.Visit") == [f"visits.Visit {lines[0].subject_id}"]


def test_a_whole_log_deleted_where_those_of_old_things_went_by_their_age() -> None:
    old, _middle, new = ([*visited()] for _visit in range(3))
    triggers.install()
    with triggers.destroying(StateChange, older_than=old[-1].at + timedelta(microseconds=1)):
        for line in old:
            line.delete()
    assert without_log("visits.Visit") == []
    triggers.remove()
    for line in new:
        take_out(line)
    assert without_log("visits.Visit") == [f"visits.Visit {new[0].subject_id}"]


# ── communities


def test_a_completed_coaching_without_outcome() -> None:
    engagement = mentoring.engagement()
    put(engagement, state=EngagementState.COMPLETED, outcome="{}")
    CoachingRequest.objects.filter(pk=engagement.request_id).update(state=RequestState.CLOSED)
    assert found() == {("completed_engagements_have_an_outcome", f"coaching.Engagement {engagement.pk}")}
    type(engagement).objects.filter(pk=engagement.pk).update(outcome=dict.fromkeys(OUTCOME, 4))
    assert found() == set()


def represented() -> Community:
    community = mentoring.community()
    office = people.staff(community.centre)
    communities.change_representative(community=community, person=people.known(community.centre), actor=office)
    assert found() == set()
    return community


def test_a_community_with_two_representatives() -> None:
    community = represented()
    mentoring.representative(community)
    assert found() == {("communities_have_one_representative", f"communities.Community {community.pk}")}


@pytest.mark.parametrize("damage", ["deleted", "ended"])
def test_a_community_whose_representative_is_gone(damage: str) -> None:
    community, held = represented(), CommunityMembership.objects.get()
    take_out(held) if damage == "deleted" else put(held, ended_on=clock.today())
    assert found() == {("communities_have_one_representative", f"communities.Community {community.pk}")}

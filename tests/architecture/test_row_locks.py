"""Whoever locks a row is named by a race test that fails without the lock, or says what holds it instead."""

import ast
from pathlib import Path

import pytest

from tests.architecture import row_locks
from tests.races.deeds import DEEDS

RACES = Path(__file__).resolve().parents[1] / "races"

# They lock for whoever calls them, and do nothing besides: their callers are named.
HELPERS = frozenset(
    {
        "cms.domain.staffing._locked",
        "courses.credentials.domain.certificates._still_valid",
        "courses.learning.domain.completion.lock_open",
        "courses.learning.domain.completion.lock_people",
        "courses.learning.domain.reviews._locked_reviews",
        "lms.accounts.domain.roles._lock_person",
        "lms.accounts.domain.roles._locked",
        "lms.common.records.statelog._lock",
        "lms.common.records.statelog.lock_site",
        "lms.invitations.domain._locked_open",
        "lms.privacy.domain.erasure._erase",
        "lms.privacy.domain.guards.lock_owner",
        "lms.staff.domain.accounts._locked",
        "lms.staff.domain.accounts._managed",
        "lms.staff.domain.second_factor._checked_centre",
        "lms.staff.domain.second_factor._current",
        "lms.staff.domain.second_factor._lock_person",
        "lms.staff.domain.second_factor._locked",
        "mentoring.coaching.domain.engagements._locked_for",
        "mentoring.coaching.domain.requests._draft_of",
        "mentoring.coaching.domain.requests._locked_for",
        "mentoring.communities.domain.communities._lock_to_change",
        "mentoring.communities.domain.communities._lock_to_keep_up",
        "mentoring.corps.domain.availability._own",
        "mentoring.corps.domain.guards.lock_own",
        "mentoring.visits.domain.arranging._locked_with_both",
        "mentoring.visits.domain.writing._own",
        "mentoring.visits.domain.writing._own_in_service",
    }
)

# Besides those of tests/races/deeds: a test, or a step of tests/races/test_twice_at_once.py.
ELSEWHERE = {
    "cms.domain.staffing.sync_people": "test_staffing.py::test_control_without_the_lock_the_editor_is_put_out",
    "courses.credentials.domain.certificates._issue_once": (
        "test_certificates.py::test_control_without_the_lock_both_choose_one_number"
    ),
    "courses.curriculum.domain.publishing.append_wording": "test_twice_at_once.py::a_wording",
    "courses.curriculum.domain.publishing.publish_version": "test_twice_at_once.py::a_version",
    "courses.learning.domain.attendance._settle_by_clock": "test_twice_at_once.py::a_sheet_closed_by_midnight",
    "courses.learning.domain.attendance.close_sheet": "test_twice_at_once.py::a_closed_sheet",
    "courses.learning.domain.attendance.record_sheet": "test_twice_at_once.py::a_sheet",
    "courses.learning.domain.completion.complete_met": (
        "test_certificates.py::test_control_without_the_lock_the_second_judgement_fails"
    ),
    "courses.learning.domain.lessons.finish_lesson": (
        "test_completing.py::test_control_without_the_lock_on_the_person_the_second_fails"
    ),
    "courses.learning.domain.reviews.agree": "test_twice_at_once.py::a_withdrawn_completion",
    "courses.learning.domain.reviews.facts_corrected": "test_twice_at_once.py::two_corrections",
    "courses.runs.domain.ending.end_run": "test_completing.py::test_control_without_the_locks_both_happen_to_them",
    "courses.runs.domain.enrolment._approve": "test_capacity.py::test_control_without_the_lock_it_is_both",
    "courses.runs.domain.enrolment.apply_for_run": "test_capacity.py::test_control_without_the_lock_it_is_both",
    "courses.runs.domain.enrolment.invite_to_run": "test_capacity.py::test_control_without_the_lock_it_is_both",
    "courses.runs.domain.enrolment.set_capacity": "test_capacity.py::test_control_without_the_lock_it_is_both",
    "courses.runs.domain.enrolment.withdraw_enrolment": (
        "test_waiting_list.py::test_control_without_the_lock_one_person_is_called_for_both_seats"
    ),
    "courses.runs.domain.news._announce": "test_twice_at_once.py::course_news",
    "courses.runs.domain.runs.cancel_run": (
        "test_completing.py::test_control_without_the_lock_on_the_enrolment_somebody_has"
    ),
    "lms.accounts.domain.official_regions.import_regions": (
        "test_places.py::test_control_without_the_lock_it_is_written_twice"
    ),
    "lms.accounts.domain.roles.end_role": "test_roles.py::test_control_without_the_lock_none_stays",
    "lms.accounts.domain.roles.give_role": "test_twice_at_once.py::a_role",
    "lms.common.records.statelog.record": "test_twice_at_once.py::a_line_of_the_log",
    "lms.common.records.statelog.record_of_site": "test_twice_at_once.py::a_line_of_the_site",
    "lms.invitations.domain.accept_as_new": (
        "test_invitations.py::test_control_without_the_lock_it_finds_an_account_that_may_be_anybodys"
    ),
    "lms.invitations.domain.invite_person": "test_twice_at_once.py::an_invitation",
    "lms.invitations.sending._send": "test_twice_at_once.py::a_mail_of_an_invitation",
    "lms.notifications.domain._send": "test_outbox.py::test_control_without_the_lock_it_is_sent_twice",
    "lms.office.domain.zones.change_zone": "test_twice_at_once.py::a_dong_for_two_zones",
    "lms.privacy.domain.consents.decide_consent": "test_twice_at_once.py::a_consent",
    "lms.privacy.domain.terms.publish_terms": "test_terms.py::test_control_without_the_lock_both_take_one_number",
    "lms.privacy.domain.wordings.publish_words": "test_twice_at_once.py::words_of_a_consent",
    "lms.signin.domain.address.change_address": "test_twice_at_once.py::two_addresses",
    "lms.signin.sealing.seal_all": "test_sealing.py::test_control_without_the_lock_it_can_be_used_again",
    "lms.staff.domain.accounts.close_account": "test_roles.py::test_control_without_their_lock_nobody_runs_the_site",
    "lms.staff.domain.second_factor.confirm_reset": (
        "test_roles.py::test_control_without_the_lock_it_is_confirmed_twice"
    ),
    "mentoring.coaching.domain.engagements.reopen_engagement": ("test_twice_at_once.py::the_last_place_taken_up_again"),
    "mentoring.coaching.domain.requests.save_draft": (
        "test_expert_capacity.py::test_control_without_the_lock_the_second_member_gets_an_error"
    ),
    "mentoring.communities.domain.communities.change_representative": "test_twice_at_once.py::a_representative",
    "mentoring.communities.domain.conflicts.add_conflict": "test_twice_at_once.py::a_conflict",
    "mentoring.corps.domain.appointing.offer_appointment": (
        "test_seats_of_bodies.py::test_control_without_the_lock_it_is_offered_to_both"
    ),
    "mentoring.corps.domain.availability.add_window": "test_twice_at_once.py::hours_that_overlap",
    "mentoring.corps.domain.drafting.draft_appointment": "test_twice_at_once.py::a_draft",
    "mentoring.corps.domain.experts.update_profile": "test_seen.py::test_control_without_the_lock_nobody_is",
    "mentoring.corps.domain.term_dates._next_letter_number": (
        "test_letters.py::test_control_without_the_lock_on_the_centre_both_want_one_number"
    ),
    "mentoring.matching.domain.handover.hand_over": (
        "test_expert_capacity.py::test_control_without_the_lock_it_is_taken_over_twice"
    ),
    "mentoring.matching.domain.offers.accept_offer": (
        "test_expert_capacity.py::test_control_without_the_lock_both_are_accepted"
    ),
    "mentoring.matching.domain.offers.offer_request": (
        "test_expert_capacity.py::test_control_without_the_lock_it_is_offered_twice"
    ),
    "mentoring.visits.domain.arranging.move_visit": "test_arranging.py::test_control_without_the_lock_they_are",
    "mentoring.visits.domain.arranging.schedule_visit": (
        "test_arranging.py::test_control_without_the_lock_it_is_arranged_twice"
    ),
    "mentoring.visits.domain.confirmation.confirm_visit": (
        "test_confirmations.py::test_control_without_the_lock_there_are_two_answers"
    ),
    "mentoring.visits.domain.ends.with_the_term": "test_stopped_terms.py::test_control_without_the_lock_it_stays",
    "mentoring.visits.domain.steps.tick_off": "test_twice_at_once.py::a_step_ticked_off",
    "mentoring.visits.domain.writing.log_visit": (
        "test_visits.py::test_control_without_the_lock_the_second_sending_fails"
    ),
}

# Every way to these rows takes another one first, which their callers hold. What that is locked for is raced there.
BENEATH = {
    "courses.runs.domain.classes.move_planned": "the run's row, from change_run",
    "courses.runs.domain.seats.offer_free_seats": "the run's row, from whoever frees a seat",
    "mentoring.coaching.domain.requests._draft_to_write": "the community's row, from save_draft",
    "mentoring.matching.domain.take_back.take_back_offer": "the request's row, from withdraw_offer and cancel_request",
    "mentoring.visits.domain.ends.make_way_for": "the expert's row, from enter_visit",
    "mentoring.visits.domain.ends.move_arranged": "both experts' rows, from hand_over",
    "mentoring.visits.domain.ends.with_its_coaching": "the expert's row, from whoever ends a coaching",
    "mentoring.visits.domain.writing._call_off_next": "the expert's row, from whoever sends a log",
    "mentoring.visits.domain.writing._visit_for": "the expert's row, from log_visit, log_no_show and enter_visit",
}


def takers() -> set[str]:
    of_helpers = {name for helper in HELPERS for name in row_locks.callers(helper)}
    return (row_locks.locking() | of_helpers) - HELPERS


def test_whoever_locks_a_row_is_named_by_a_race_test_or_by_what_holds_it() -> None:
    named = {*DEEDS, *ELSEWHERE, *BENEATH}
    assert takers() - named == set()
    assert len(takers()) > 100


def test_nothing_is_named_that_locks_nothing_and_nothing_twice() -> None:
    assert row_locks.functions().keys() >= HELPERS
    assert {*ELSEWHERE, *BENEATH} - takers() == set()
    assert DEEDS.keys() - row_locks.functions().keys() == set()
    assert [name for name in ELSEWHERE if name in DEEDS or name in BENEATH] == []


@pytest.mark.parametrize("place", sorted(set(ELSEWHERE.values())))
def test_the_named_race_stands_there_with_its_control(place: str) -> None:
    name, _, function = place.partition("::")
    tree = ast.parse((RACES / name).read_text(encoding="utf-8"))
    there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert function in there
    assert function.startswith("test_control") or any(one.startswith("test_control") for one in there)


def test_the_look_at_the_source_finds_a_lock() -> None:
    found = row_locks.locking()
    assert {"lms.notifications.domain._send", "mentoring.visits.domain.confirmation.confirm_visit"} <= found
    assert "mentoring.communities.domain.communities.set_stage" in row_locks.callers(
        "mentoring.communities.domain.communities._lock_to_change"
    )

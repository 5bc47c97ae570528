"""Rule against state: judged by what was known when the state was set, whatever came later."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.learning import checks
from courses.learning.domain.attendance import record_sheet
from courses.learning.domain.evidence import accept_evidence
from courses.learning.enums import Presence
from courses.learning.models import Attendance
from courses.learning.queries.drift import completed_without_rule, met_without_completion
from courses.runs.domain.ending import close_run
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion, Enrolment
from lms.common import clock
from lms.common.integrity import triggers, verify
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.communities.domain import communities
from mentoring.communities.enums import CommunityRole
from tests.factories import courses, mentoring, people

pytestmark = pytest.mark.django_db
S = EnrolmentState
ATTEND = {"op": "attendance", "min_share": 100}
PAPER = {"op": "evidence", "kind": "paper"}
NOW = clock.seoul(2026, 11, 20, 10, 0)


def on(days: int) -> datetime:
    return NOW + timedelta(days=days)


def attending(rule: object = ATTEND, *, lessons: int = 1) -> Enrolment:
    """In a run with one class, a week before `NOW`."""
    with clock.at(NOW):
        row = courses.enrolment(courses.run(courses.version(lessons=lessons, rule=rule)))  # type: ignore[arg-type]
        courses.session(row.run, 1)
    return row


def entered(row: Enrolment, presence: str, *, days: int) -> None:
    with clock.at(on(days)):
        record_sheet(
            session=row.run.sessions.get(number=1),
            marks={row.person_id: Presence(presence)},
            actor=row.run.coordinator,
            and_close=True,
        )


def forged(row: Enrolment, *, days: int = 0) -> Completion:
    """Written past the evaluator, state and log included."""
    made = Completion.objects.create(
        centre=row.centre,
        enrolment=row,
        person=row.person,
        course_key=row.version.course_key,
        minutes=row.version.minutes,
        completed_at=on(days),
    )
    Enrolment.objects.filter(pk=row.pk).update(state=S.COMPLETED)
    return made


def drift() -> tuple[list[Completion], list[Enrolment]]:
    return list(completed_without_rule()), list(met_without_completion())


# ── completed


def test_what_the_evaluator_completed_is_sound_whatever_comes_later() -> None:
    row = attending(lessons=2)
    entered(row, Presence.PRESENT, days=0)
    assert Completion.objects.get().enrolment == row
    entered(row, Presence.ABSENT, days=1)
    entered(row, Presence.LATE, days=2)
    entered(row, Presence.ABSENT, days=3)
    with clock.at(on(4)):
        later = courses.session(row.run, 2, days=3)
        statelog.record(later, action="plan", to_state=later.state, actor=None)
    assert drift() == ([], [])


def test_who_leaves_the_community_has_completed_all_the_same() -> None:
    row, community = attending({"op": "community_member"}), mentoring.community()
    office = people.staff(community.centre)
    people.says_yes(row.person, community.centre)
    with clock.at(NOW):
        entered_as = communities.add_member(
            community=community, person=row.person, role=CommunityRole.MEMBER, actor=office
        )
        assert Completion.objects.get().enrolment == row
        communities.end_membership(membership=entered_as, actor=office)
    assert drift() == ([], [])


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        (ATTEND, lambda row: entered(row, Presence.PRESENT, days=1)),
        (courses.READ_ALL, lambda row: entered(row, Presence.PRESENT, days=1)),
        (PAPER, lambda row: accept(row, days=1)),
        ({"op": "course", "key": "MJ-101"}, lambda row: other_course(row, days=1)),
        ({"op": "community_member"}, lambda row: member(row, days=1)),
    ],
)
def test_a_fact_after_the_completion_does_not_make_it_true(
    rule: dict[str, object], fact: Callable[[Enrolment], None]
) -> None:
    row = attending(rule)
    made = forged(row)
    assert drift() == ([made], [])
    fact(row)
    assert drift() == ([made], [])


def accept(row: Enrolment, *, days: int) -> None:
    with clock.at(on(days)):
        fresh = Enrolment.objects.get(pk=row.pk)
        accept_evidence(enrolment=fresh, kind="paper", reason="읽었습니다", actor=row.run.coordinator)


def other_course(row: Enrolment, *, days: int) -> None:
    with clock.at(on(days)):
        courses.completed(courses.enrolment(courses.run(courses.version(lessons=1, key="MJ-101")), row.person))


def member(row: Enrolment, *, days: int) -> None:
    community = mentoring.community()
    people.says_yes(row.person, community.centre)
    with clock.at(on(days)):
        communities.add_member(
            community=community,
            person=row.person,
            role=CommunityRole.MEMBER,
            actor=people.staff(community.centre),
        )


def test_a_mark_that_was_wrong_when_it_completed_nobody_counts_as_it_was() -> None:
    """Absent on the day of the completion, present only by a later correction."""
    row = attending()
    entered(row, Presence.ABSENT, days=-1)
    made = forged(row)
    entered(row, Presence.PRESENT, days=1)
    assert drift() == ([made], [])


def test_a_sheet_that_is_gone_leaves_its_completion_without_a_ground() -> None:
    row = attending()
    entered(row, Presence.PRESENT, days=0)
    triggers.remove()
    Attendance.objects.all().delete()
    assert drift() == ([Completion.objects.get()], [])


# ── not completed


def test_who_learns_and_meets_the_rule_is_named() -> None:
    row, short = attending(), attending()
    courses.attended(row.run.sessions.get(), row)
    assert drift() == ([], [row])
    assert Enrolment.objects.get(pk=short.pk).state == S.ACTIVE


def test_who_was_turned_away_is_named_where_the_rule_was_met_on_that_day() -> None:
    early, late = attending(), attending()
    for row in (early, late):
        with clock.at(on(40)):
            close_run(run=row.run, actor=row.run.coordinator, without_sheets=True)
        with clock.at(on(39 if row is early else 41)):
            courses.attended(row.run.sessions.get(), row)
    assert drift() == ([], [early])


def test_a_rule_that_asks_for_nothing_is_no_drift_for_who_has_only_a_seat() -> None:
    row = attending({})
    assert drift() == ([], [])
    courses.attended(row.run.sessions.get(), row)
    assert drift() == ([], [row])


# ── told


def test_reconcile_says_what_it_found_and_changes_nothing() -> None:
    out = StringIO()
    call_command("reconcile", stdout=out)
    assert out.getvalue() == "2 checks, nothing found.\n"
    made, open_ = forged(attending()), attending()
    courses.attended(open_.run.sessions.get(), open_)
    before = list(Enrolment.objects.order_by("pk").values()), Completion.objects.count(), StateChange.objects.count()
    out = StringIO()
    with pytest.raises(CommandError, match=r"^2 findings\.$"):
        call_command("reconcile", stdout=out)
    assert out.getvalue().splitlines() == [
        f"completions_met_their_rule: runs.Completion {made.pk}",
        f"met_rules_are_completed: runs.Enrolment {open_.pk}",
    ]
    after = list(Enrolment.objects.order_by("pk").values()), Completion.objects.count(), StateChange.objects.count()
    assert after == before
    forgeries = [found for name, found in verify.findings() if name == "completions_met_their_rule"]
    assert forgeries == [f"runs.Completion {made.pk}"]


def test_the_night_logs_what_reconcile_would_print_once(caplog: pytest.LogCaptureFixture) -> None:
    made = forged(attending())
    with caplog.at_level(logging.WARNING, "courses.learning.checks"), clock.at(clock.seoul(2026, 11, 21, 2, 30)):
        assert [checks.RECONCILE_BY_NIGHT() for _run in range(2)] == [1, 0]
    assert [record.getMessage() for record in caplog.records if record.name == "courses.learning.checks"] == [
        f"completions_met_their_rule: runs.Completion {made.pk}"
    ]


@pytest.mark.parametrize("number", [1, 30])
def test_a_run_is_judged_in_the_same_queries_for_one_and_for_thirty(number: int) -> None:
    run = courses.run(courses.version(lessons=1, rule=ATTEND))
    session = courses.session(run, 1)
    for _person in range(number):
        row = courses.enrolment(run)
        courses.attended(session, row)
        forged(row, days=400)
    with CaptureQueriesContext(connection) as asked:
        assert drift() == ([], [])
    assert len(asked) == 11

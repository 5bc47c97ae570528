"""What was sealed in a night is found when it is changed or gone later, unless it was erased or destroyed with its permit."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from courses.credentials import erasure as certificates_erasure
from courses.credentials.models import Certificate
from courses.learning.domain.evidence import accept_evidence
from courses.learning.models import Attendance, CheckAnswer, LessonCompletion
from courses.runs import erasure as runs_erasure
from courses.runs.models import Completion, Evidence
from lms.common import clock
from lms.common.enums import Access
from lms.common.integrity import seals, triggers, verify
from lms.common.models import AccessLog, Destruction, Seal, StateChange
from lms.common.records import accesslog, statelog
from lms.privacy import retention
from lms.privacy.enums import Purpose
from lms.privacy.models import Consent
from mentoring.visits import erasure as visits_erasure
from mentoring.visits.domain.writing import add_addendum
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Addendum, Confirmation, PrivateNote, Visit
from tests.factories import certificates, courses, mentoring, people, visits
from tests.lms.common.integrity.test_damages import put, take_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tables_stay")]


def in_nights(number: int) -> Any:
    return clock.at(clock.now() + timedelta(days=number))


def an_attendance() -> Attendance:
    row = courses.enrolment(courses.run())
    return courses.attended(courses.session(row.run, 1), row)[0]


def a_lesson() -> LessonCompletion:
    row = courses.enrolment(courses.run())
    said = {"lesson_key": courses.key(row.run, 1), "completed_at": clock.now()}
    return LessonCompletion.objects.create(person=row.person, enrolment=row, **said)


def an_answer() -> CheckAnswer:
    row = courses.enrolment(courses.run())
    said = {"lesson_key": courses.key(row.run, 1), "answered_at": clock.now(), "question": "몇 명?", "chosen": "셋"}
    return CheckAnswer.objects.create(person=row.person, enrolment=row, correct=False, **said)


def an_evidence() -> Evidence:
    run = courses.run(courses.version(rule={"op": "evidence", "kind": "paper"}, lessons=1))
    other = {"op": "all", "of": [{"op": "evidence", "kind": "paper"}, courses.READ_ALL]}
    run = courses.run(courses.version(rule=other, lessons=1))
    return accept_evidence(enrolment=courses.enrolment(run), kind="paper", reason="읽음", actor=run.coordinator)


def a_certificate() -> Certificate:
    made = certificates.certificate(people.centre(), people.user(), erased_at=None)
    Certificate.objects.filter(pk=made.pk).update(state="valid")
    return made


def a_completion() -> Completion:
    return courses.completed(courses.enrolment(courses.run(courses.version(lessons=1))))


def a_line() -> StateChange:
    return statelog.record(people.user(), action="export", actor=None, reason="검증")


def a_reading() -> AccessLog:
    line = accesslog.record(actor=people.user(), action=Access.EXPORT, what="list", reason="검증")
    assert line
    return line


def a_visit(**content: Any) -> Visit:
    return visits.log(mentoring.engagement(), VisitState.CONFIRMED, **content)


def an_addendum() -> Addendum:
    visit = a_visit()
    return add_addendum(visit=visit, author=visit.author, text="덧붙임")


def a_note() -> PrivateNote:
    return PrivateNote.objects.get(visit=a_visit(private_note="혼자 보는 글"))


def a_consent() -> Consent:
    return people.consent(people.user(), Purpose.NEWS)


ROWS: dict[str, tuple[Callable[[], Model], dict[str, Any]]] = {
    "attendance": (an_attendance, {"presence": "absent"}),
    "lesson": (a_lesson, {"completed_at": clock.seoul(2026, 1, 1, 9, 0)}),
    "answer": (an_answer, {"correct": True}),
    "evidence": (an_evidence, {"reason": "다른 까닭"}),
    "completion": (a_completion, {"minutes": 1}),
    "line of the log": (a_line, {"reason": "다른 까닭"}),
    "reading": (a_reading, {"reason": "다른 까닭"}),
    "hour of a visit": (a_visit, {"advice": "다른 조언"}),
    "answer to a visit": (lambda: Confirmation.objects.get(visit=a_visit()), {"comment": "다른 말"}),
    "addition": (an_addendum, {"text": "다른 말"}),
    "private note": (a_note, {"text": "다른 말"}),
    "consent": (a_consent, {"given": False}),
    "version": (courses.version, {"title": "다른 과정"}),
    "name on a certificate": (
        lambda: certificates.certificate(people.centre(), people.user(), erased_at=clock.now()),
        {"sha256": "1" * 64},
    ),
}


def of_seals() -> set[str]:
    checks = {name: verify.CHECKS[name] for name in ("seals_hold", "sealed_rows_hold")}
    return {finding for _name, finding in verify.findings(checks)}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_was_changed_or_deleted_after_its_night(name: str) -> None:
    make, change = ROWS[name]
    row = make()
    row = type(row)._base_manager.get(pk=row.pk)
    label = f"{row._meta.label} {row.pk}"
    triggers.remove()
    assert seals.seal_new() > 0
    assert of_seals() == set()
    before = type(row)._base_manager.filter(pk=row.pk).values(*change).get()
    put(row, **change)
    assert of_seals() == {f"{label} was changed"}
    type(row)._base_manager.filter(pk=row.pk).update(**before)
    assert of_seals() == set()
    type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")
    assert of_seals() == {f"{label} is gone"}
    type(row)._base_manager.bulk_create([row])  # rows hang on some, and are looked at when the test ends


def test_a_night_seals_what_is_new_and_late_and_no_row_twice() -> None:
    first = an_attendance()
    assert seals.seal_new() > 0
    assert seals.seal_new() == 0
    with in_nights(1):
        later = an_attendance()
        late = Attendance(pk=later.pk + 7, session=first.session, person=later.person, enrolment=first.enrolment)
        late.presence, late.recorded_by, late.recorded_at = "absent", first.recorded_by, clock.now()
        triggers.remove()
        late.save(force_insert=True)
        assert [seal.last for seal in Seal.objects.filter(subject="learning.attendance")] == [first.pk]
        seals.seal_new()
        slow = Attendance(pk=later.pk + 3, session=first.session, person=people.user(), enrolment=first.enrolment)
        slow.presence, slow.recorded_by, slow.recorded_at = "absent", first.recorded_by, clock.now()
        slow.save(force_insert=True)
        assert seals.seal_new() == 1
    rows = [sorted(map(int, seal.rows)) for seal in Seal.objects.filter(subject="learning.attendance")]
    assert rows == [[first.pk], [later.pk, late.pk], [slow.pk]]
    with in_nights(4):
        assert not seals._new_rows(seals.SEALED["learning.Attendance"]).exists()  # nothing is read again


def test_a_row_that_slips_in_among_sealed_ones_is_not_sealed() -> None:
    first, second = an_attendance(), an_attendance()
    triggers.remove()
    take_out(first)
    seals.seal_new()
    with in_nights(3):
        courses_row = Attendance(pk=first.pk, session=second.session, person=first.person, enrolment=second.enrolment)
        courses_row.presence, courses_row.recorded_by, courses_row.recorded_at = (
            "present",
            second.recorded_by,
            clock.now(),
        )
        courses_row.save(force_insert=True)
        seals.seal_new()
        assert of_seals() == {f"learning.Attendance {first.pk} is not sealed, unlike those of its time"}


def test_seals_are_a_chain(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 2)
    for _row in range(5):
        a_line()
    with caplog.at_level(logging.INFO, "lms.common.integrity.seals"):
        seals.seal_new()
    chain = list(Seal.objects.filter(subject="common.statechange"))
    assert [seal.count for seal in chain][-1:] == [1]
    assert f"Seal {chain[-1].number}: 1 rows of common.statechange, {chain[-1].digest}" in caplog.messages
    assert of_seals() == set()
    triggers.remove()
    _first, second, third = chain[:3]
    put(second, count=3)
    assert of_seals() == {f"common.Seal {second.pk} was changed, or made with a key that is in neither setting"}
    take_out(second)
    assert of_seals() == {f"common.Seal: number {second.number} is gone"}
    put(third, number=second.number)
    assert f"common.Seal {third.pk} doesn't follow the one before" in of_seals()


def test_a_key_is_replaced(settings: Any) -> None:
    a_line()
    seals.seal_new()
    old, settings.SEAL_KEY = settings.SEAL_KEY, "another-key-of-these-tests-of-seals"
    assert of_seals() == {
        f"common.Seal {seal.pk} was changed, or made with a key that is in neither setting"
        for seal in Seal.objects.all()
    }
    settings.SEAL_KEY_FALLBACKS = [old]
    assert of_seals() == set()
    a_line()
    assert seals.seal_new() == 1
    assert of_seals() == set()


def test_what_was_destroyed_by_its_age_is_accounted_for() -> None:
    with in_nights(-4000):
        old = a_line()
    new = a_line()
    seals.seal_new()
    before = clock.now() - timedelta(days=3700)
    retention.STATE_LOG.destroy(retention.STATE_LOG.due(before), before)
    assert not StateChange.objects.filter(pk=old.pk).exists()
    assert of_seals() == set()
    triggers.remove()
    take_out(new)
    assert of_seals() == {f"common.StateChange {new.pk} is gone"}


def test_what_was_erased_is_accounted_for_and_sealed_anew() -> None:
    note, evidence = a_note(), an_evidence()
    seals.seal_new()
    visits_erasure.VISITS.erase(note.author)
    runs_erasure.ENROLMENTS.erase(evidence.person)
    assert of_seals() == set()
    assert seals.seal_new() > 0
    assert of_seals() == set()
    triggers.remove()
    put(evidence, reason="다른 까닭")
    assert of_seals() == {f"runs.Evidence {evidence.pk} was changed"}
    evidence.refresh_from_db()
    put(evidence, reason="")
    Destruction.objects.all()._raw_delete("default")
    assert f"visits.PrivateNote {note.pk} is gone" in of_seals()


def test_a_name_on_a_certificate_that_was_changed_or_erased() -> None:
    centre, snapshot = people.centre(), {"name": "예시주민", "minutes": 1200, "number": "제1호", "verify_code": "c1"}
    row = certificates.certificate(centre, people.user(), snapshot=snapshot, number="제1호", code="c1")
    seals.seal_new()
    certificates_erasure.CERTIFICATES.erase(row.person)
    assert of_seals() == set()
    seals.seal_new()
    triggers.remove()
    put(row, snapshot='{"name": "다른 이름", "minutes": 1200, "number": "제1호", "verify_code": "c1"}')
    assert of_seals() == {f"credentials.Certificate {row.pk} was changed"}

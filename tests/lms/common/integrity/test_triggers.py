"""What the database refuses by itself, whichever way it is asked."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model

from courses.credentials.models import Certificate
from courses.curriculum.models import CourseVersion, LessonRevision
from courses.learning.models import Attendance, CheckAnswer, LessonCompletion
from courses.runs.models import Completion, Enrolment, Evidence
from lms.common import clock
from lms.common.enums import Access
from lms.common.integrity import seals, triggers, verify
from lms.common.models import AccessLog, Destruction, Seal, StateChange
from lms.common.records import accesslog, statelog
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Addendum, Confirmation, PrivateNote, Visit, VisitTopic
from tests.factories import certificates, courses, mentoring, people, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value).splitlines()[0]


def certified() -> Certificate:
    return certificates.certificate(people.centre(), people.user())


def test_every_trigger_of_the_list_is_there_and_no_other() -> None:
    wanted = {trigger.full_name for trigger in triggers.wanted(connection)}
    assert triggers.installed(connection) == wanted
    assert list(verify.triggers_in_place()) == []


def test_a_trigger_that_is_gone_is_found_and_put_back() -> None:
    triggers.remove()
    assert len(list(verify.triggers_in_place())) == len(triggers.wanted(connection))
    triggers.install()
    triggers.install()
    assert list(verify.triggers_in_place()) == []


def test_a_line_of_the_log_never_changes() -> None:
    line = statelog.record(people.user(), action="made", actor=None)
    assert refused(lambda: StateChange.objects.filter(pk=line.pk).update(reason="다른 까닭")) == (
        "refused by statechange_unchanged"
    )
    assert refused(line.delete) == "refused by statechange_kept"


def test_a_line_of_the_access_log_never_changes() -> None:
    line = accesslog.record(actor=people.user(), action=Access.EXPORT, what="list", reason="검증")
    assert line
    assert refused(lambda: AccessLog.objects.filter(pk=line.pk).update(whose="")) == "refused by accesslog_unchanged"
    assert refused(line.delete) == "refused by accesslog_kept"


def test_lines_go_only_while_destroying_and_only_past_the_date() -> None:
    person, now = people.user(), clock.now()
    with clock.at(now - timedelta(days=900)):
        old = statelog.record(person, action="old", actor=None)
    new = statelog.record(person, action="new", actor=None)
    with triggers.destroying(StateChange, older_than=now - timedelta(days=800)):
        old.delete()
        assert refused(new.delete) == "refused by statechange_kept"
    assert Destruction.objects.get().ended_at is not None
    assert StateChange.objects.filter(action__in=["old", "new"]).get() == new
    with clock.at(now - timedelta(days=900)):
        later = statelog.record(person, action="later", actor=None)
    assert refused(later.delete) == "refused by statechange_kept"


def test_facts_of_learning_stay(papers: Papers) -> None:
    certificate = certified()
    enrolment = certificate.completion.enrolment
    lesson = LessonCompletion.objects.create(
        person=enrolment.person,
        lesson_key=uuid.uuid4(),
        enrolment=enrolment,
        completed_at=clock.now(),
    )
    wording = LessonRevision.objects.filter(version=courses.version())[0]
    rows: list[tuple[Model, str, str]] = [
        (lesson, "completed_at", "lessoncompletion"),
        (certificate.completion, "completed_at", "completion"),
        (wording, "added_at", "lessonrevision"),
    ]
    for row, moment, name in rows:
        manager = type(row)._default_manager.filter(pk=row.pk)
        assert refused(lambda: manager.update(**{moment: clock.now()})) == f"refused by {name}_unchanged"  # noqa: B023
        assert refused(lambda: manager._raw_delete(manager.db)) == f"refused by {name}_kept"  # noqa: B023
    for model, name in ((Certificate, "certificate_kept"), (Enrolment, "enrolment_kept")):
        every = model._default_manager.all()
        assert refused(lambda: every._raw_delete(every.db)) == f"refused by {name}"  # noqa: B023
    assert Completion.objects.count() == 1


def a_mark() -> Attendance:
    run = courses.run()
    return courses.attended(courses.session(run, 1), courses.enrolment(run))[0]


def an_acceptance() -> Evidence:
    row = courses.enrolment()
    said = {"person": row.person, "course_key": row.version.course_key, "kind": "paper", "reason": "읽었습니다"}
    return Evidence.objects.create(centre=row.centre, accepted_by=row.run.coordinator, accepted_at=clock.now(), **said)


def an_answer() -> CheckAnswer:
    row = courses.enrolment()
    said = {"question": "무엇입니까?", "chosen": "마을", "correct": True, "answered_at": clock.now()}
    return CheckAnswer.objects.create(person=row.person, enrolment=row, lesson_key=uuid.uuid4(), **said)


FACTS = [
    (a_mark, {"presence": "absent"}, "attendance"),
    (a_mark, {"minutes": 0}, "attendance"),
    (an_acceptance, {"reason": ""}, "evidence"),
    (an_acceptance, {"accepted": False}, "evidence"),
    (an_answer, {"correct": False}, "checkanswer"),
]


@pytest.mark.parametrize(("make", "change", "name"), FACTS)
def test_a_fact_is_neither_changed_nor_deleted(make: Callable[[], Model], change: dict[str, Any], name: str) -> None:
    made = make()
    row = type(made)._default_manager.filter(pk=made.pk)
    assert refused(lambda: row.update(**change)) == f"refused by {name}_unchanged"
    assert refused(lambda: row._raw_delete(row.db)) == f"refused by {name}_kept"


def test_a_permit_is_bound_to_its_row_and_to_what_may_go() -> None:
    one, other = an_acceptance(), an_acceptance()
    rows = Evidence.objects.filter(pk=one.pk)
    with triggers.erasing(one):
        assert refused(lambda: Evidence.objects.filter(pk=other.pk).update(reason="")) == (
            "refused by evidence_unchanged"
        )
        assert refused(other.delete) == "refused by evidence_kept"
        assert refused(lambda: rows.update(reason="다른 말")) == "refused by evidence_unchanged"
        assert refused(lambda: rows.update(reason="", kind="vision")) == "refused by evidence_unchanged"
        rows.update(reason="")
    assert (Evidence.objects.get(pk=one.pk).reason, Destruction.objects.filter(ended_at=None).count()) == ("", 0)
    assert refused(one.delete) == "refused by evidence_kept"
    with triggers.erasing(one):
        one.delete()
    assert list(Evidence.objects.all()) == [other]


def again(row: Model, **changes: Any) -> Model:
    """A row with the same values but these."""
    fresh = type(row)._default_manager.get(pk=row.pk)
    for name, value in {"pk": None, **changes}.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


@pytest.mark.parametrize("make", [a_mark, an_acceptance])
def test_a_fact_has_one_current_row(make: Callable[[], Any]) -> None:
    first, other = make(), make()
    name = "attendance" if make is a_mark else "evidence"
    assert refused(lambda: again(first))  # a second first one
    assert refused(lambda: again(first, supersedes=other)) == f"refused by {name}_corrects_its_own"
    second = again(first, supersedes=first)
    assert refused(lambda: again(first, supersedes=first))  # a second one after it
    third = again(first, supersedes=second)
    assert set(type(first).objects.current()) == {third, other}


MAY_CHANGE: dict[type[Model], set[str]] = {
    Certificate: {"state", "reason", "replaced_by_id", "revocation_asked_by_id"},
    CourseVersion: {"centre_id", "programme", "tier_number", "tier_title", "published_by_id"},
    Visit: {"reason", "settled_at"},
}
OTHERWISE: dict[str, Any] = {
    "CharField": "x",
    "TextField": "x",
    "FileField": "x.pdf",
    "DateField": date(1999, 12, 31),
    "DateTimeField": datetime(1999, 12, 31, tzinfo=clock.SEOUL),
    "JSONField": {"x": 1},
    "UUIDField": uuid.UUID(int=1),
}
NUMBER = 32_000  # no row of a test has so high a one


@pytest.mark.parametrize("model", MAY_CHANGE, ids=lambda model: model.__name__)
def test_no_other_column_of_what_is_frozen_changes(papers: Papers, model: type[Model]) -> None:
    """A column that is added later is frozen too, or named above."""
    made = courses.version()
    if model is Certificate:  # with a name: of one without, erasing has nothing more to take
        made = certificates.certificate(people.centre(), people.user(), snapshot={"name": "예시주민"})
    if model is Visit:
        made = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    row, kept, changed = model._default_manager.filter(pk=made.pk), [], set()
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        to = {field.attname: OTHERWISE.get(field.get_internal_type(), NUMBER)}
        try:
            with transaction.atomic():
                row.update(**to)
                transaction.set_rollback(True)
        except IntegrityError as error:
            kept.append(str(error).splitlines()[0])
        else:
            changed.add(field.attname)
    assert (changed, {"refused by" in said for said in kept}) == (MAY_CHANGE[model], {True})


def test_a_certificate_and_a_version_keep_what_they_say(papers: Papers) -> None:
    certificate = Certificate.objects.filter(pk=certified().pk)
    for change in ({"number": "서구 2026-999"}, {"snapshot": {"name": "다른이름"}}, {"sha256": "1" * 64}):
        assert refused(lambda: certificate.update(**change)) == "refused by certificate_frozen"  # noqa: B023
    assert refused(lambda: CourseVersion.objects.update(rule={"op": "all", "of": []})) == "refused by version_frozen"
    certificate.update(state="revoked", reason="잘못 나갔습니다")


def test_a_confirmed_log_changes_to_void_and_in_no_other_way() -> None:
    made = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    visit = Visit.objects.filter(pk=made.pk)
    for change in ({"content": "다른 내용"}, {"ends_at": F("ends_at") + timedelta(minutes=5)}, {"state": "draft"}):
        assert refused(lambda: visit.update(**change)) == "refused by confirmed_log_frozen"  # noqa: B023
    topic = VisitTopic.objects.get(content_object=made)
    topics = VisitTopic.objects.filter(pk=topic.pk)
    other = mentoring.topic("회계")
    assert refused(lambda: made.topics.add(other)) == "refused by confirmed_topics_added"
    assert refused(lambda: topics.update(tag=other)) == "refused by confirmed_topics_changed"
    assert refused(topic.delete) == "refused by confirmed_topics_kept"
    assert refused(lambda: visit._raw_delete(visit.db)) == "refused by sent_log_kept"
    visit.update(state=VisitState.VOIDED, reason="두 번 적혔습니다")
    assert refused(lambda: visit.update(state=VisitState.CONFIRMED)) == "refused by confirmed_log_frozen"


def test_answers_and_addenda_stay_and_nobody_answers_the_own_log() -> None:
    waiting = visits.log(mentoring.engagement())
    own = Confirmation(visit=waiting, person=waiting.author, verdict="ok", at=clock.now())
    assert refused(own.save) == "refused by confirmation_by_another"
    visit = visits.log(mentoring.engagement(), VisitState.CONFIRMED)
    note = Addendum.objects.create(visit=visit, author=visit.author, text="덧붙임", written_at=clock.now())
    assert refused(lambda: Confirmation.objects.update(comment="다름")) == "refused by confirmation_unchanged"
    assert refused(visit.confirmations.all().delete) == "refused by confirmation_kept"
    assert refused(lambda: Addendum.objects.update(text="다름")) == "refused by addendum_unchanged"
    assert refused(note.delete) == "refused by addendum_kept"


def test_one_persons_visits_overlap_at_no_centre() -> None:
    first = visits.log(mentoring.engagement())
    second = visits.log(mentoring.engagement(), days_ago=2)
    moved = Visit.objects.filter(pk=second.pk)
    as_first = {"author": first.author, "starts_at": first.starts_at, "ends_at": first.ends_at}
    quarter = timedelta(minutes=15)
    for begins, ends in ((0, 0), (-1, -1), (1, 1), (1, -1), (-1, 1)):
        times = {"starts_at": first.starts_at + begins * quarter, "ends_at": first.ends_at + ends * quarter}
        assert "overlap" in refused(lambda: moved.update(**as_first | times))  # noqa: B023
    moved.update(**as_first | {"starts_at": first.ends_at, "ends_at": first.ends_at + timedelta(hours=1)})


def test_a_visit_lasts_eight_hours_at_the_most() -> None:
    visit = Visit.objects.filter(pk=visits.log(mentoring.engagement()).pk)
    said = refused(lambda: visit.update(ends_at=F("starts_at") + timedelta(hours=8, minutes=1)))
    assert "eight_hours" in said or "visit_too_long" in said
    visit.update(ends_at=F("starts_at") + timedelta(hours=8))


def test_terms_of_one_person_in_one_body_do_not_overlap() -> None:
    today = clock.today()
    first = mentoring.appointment(mentoring.body(people.centre()), starts_on=today, ends_on=today + timedelta(days=364))
    coming = {"person": first.person, "state": AppointmentState.ACCEPTED}
    overlapping = {"starts_on": today + timedelta(days=364), "ends_on": today + timedelta(days=700)}
    assert "overlap" in refused(lambda: mentoring.appointment(first.body, **coming, **overlapping))
    mentoring.appointment(first.body, **coming, **overlapping | {"starts_on": today + timedelta(days=365)})
    assert Appointment.objects.filter(body=first.body).count() == 2


def raw(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_private_note_is_frozen_when_its_log_is_sent() -> None:
    def change() -> None:
        raw("UPDATE visits_privatenote SET text = %s WHERE id = %s", "다른 글", note.pk)

    def delete() -> None:
        raw("DELETE FROM visits_privatenote WHERE id = %s", note.pk)

    for state in (VisitState.SUBMITTED, VisitState.CONFIRMED):
        note = PrivateNote.objects.get(visit=visits.log(mentoring.engagement(), state, private_note="혼자 보는 글"))
        assert refused(change) == "refused by note_of_sent_log_unchanged"
        assert refused(delete) == "refused by note_of_sent_log_kept"
    Visit.objects.filter(pk=note.visit_id).update(state=VisitState.VOIDED)
    assert refused(change) == "refused by note_of_sent_log_unchanged"
    other = visits.log(mentoring.engagement(), VisitState.DRAFT, private_note="혼자 보는 글").private_note
    with triggers.erasing(other):
        assert refused(delete) == "refused by note_of_sent_log_kept"
    with triggers.erasing(note):
        assert refused(change) == "refused by note_of_sent_log_unchanged"
        delete()
    assert not PrivateNote.objects.filter(pk=note.pk).exists()


def test_a_private_note_is_written_while_its_log_is() -> None:
    for state in (VisitState.DRAFT, VisitState.OBJECTED):
        note = PrivateNote.objects.get(visit=visits.log(mentoring.engagement(), state, private_note="혼자 보는 글"))
        raw("UPDATE visits_privatenote SET text = %s WHERE id = %s", "다른 글", note.pk)
        note.delete()
    assert not PrivateNote.objects.exists()


def test_a_seal_and_the_line_of_a_destruction_stay() -> None:
    line = statelog.record(people.user(), action="made", actor=None)
    seals.seal_new()
    assert refused(lambda: Seal.objects.update(count=7)) == "refused by seal_unchanged"
    assert refused(Seal.objects.all().delete) == "refused by seal_kept"
    with triggers.erasing(line):
        line.delete()
    assert refused(lambda: Destruction.objects.update(ended_at=None)) == "refused by destruction_unchanged"
    assert refused(Destruction.objects.all().delete) == "refused by destruction_kept"

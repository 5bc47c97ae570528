import uuid
from datetime import timedelta

import pytest

from courses.learning.domain import lessons
from courses.learning.models import CheckAnswer, LessonCompletion, ReadingPlace
from courses.learning.queries.progress import progress
from courses.runs.enums import EnrolmentState
from courses.runs.models import Completion
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


def test_nobody_finishes_a_lesson_for_another() -> None:
    enrolment = courses.enrolment()
    with pytest.raises(NotAllowed) as refused:
        lessons.finish_lesson(enrolment=enrolment, key=courses.key(enrolment.run, 1), actor=people.user())
    assert (refused.value.code, LessonCompletion.objects.count()) == ("not_own", 0)


@pytest.mark.parametrize("state", sorted(set(EnrolmentState) - {EnrolmentState.ACTIVE, EnrolmentState.COMPLETED}))
def test_only_who_has_a_seat_finishes_lessons(state: str) -> None:
    enrolment = courses.enrolment(state=state)
    with pytest.raises(DomainError) as refused:
        lessons.finish_lesson(enrolment=enrolment, key=courses.key(enrolment.run, 1), actor=enrolment.person)
    assert (refused.value.code, LessonCompletion.objects.count()) == ("not_active", 0)


def test_a_lesson_of_another_course_is_refused() -> None:
    enrolment = courses.enrolment()
    with pytest.raises(DomainError) as refused:
        lessons.finish_lesson(enrolment=enrolment, key=uuid.uuid4(), actor=enrolment.person)
    assert refused.value.code == "unknown_lesson"


def test_a_class_is_not_finished_by_saying_so() -> None:
    enrolment = courses.enrolment()
    courses.session(enrolment.run, 1)
    with pytest.raises(DomainError) as refused:
        lessons.finish_lesson(enrolment=enrolment, key=courses.key(enrolment.run, 1), actor=enrolment.person)
    assert (refused.value.code, LessonCompletion.objects.count()) == ("class", 0)


def test_lessons_are_locked_until_the_run_begins() -> None:
    enrolment = courses.enrolment(courses.run(starts_on=clock.today() + timedelta(days=1)))
    key = courses.key(enrolment.run, 1)
    with pytest.raises(DomainError) as refused:
        lessons.finish_lesson(enrolment=enrolment, key=key, actor=enrolment.person)
    assert (refused.value.code, LessonCompletion.objects.count()) == ("locked", 0)


def test_nor_are_their_questions_answered_before() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(check=True), starts_on=clock.today() + timedelta(days=1)))
    key, block = courses.key(enrolment.run, 1), _check(enrolment)

    def answer() -> object:
        return lessons.answer_check(enrolment=enrolment, key=key, block_id=block, choice=0, actor=enrolment.person)

    with pytest.raises(DomainError) as refused:
        answer()
    assert (refused.value.code, CheckAnswer.objects.count()) == ("locked", 0)
    with clock.at(clock.now() + timedelta(days=1)):
        answer()
    assert CheckAnswer.objects.count() == 1
    with clock.at(clock.now() + timedelta(days=1)):
        lessons.finish_lesson(enrolment=enrolment, key=key, actor=enrolment.person)
    assert LessonCompletion.objects.count() == 1


def test_pressing_twice_is_one_fact_and_keeps_its_time() -> None:
    enrolment = courses.enrolment()
    key = courses.key(enrolment.run, 1)
    first = lessons.finish_lesson(enrolment=enrolment, key=key, actor=enrolment.person)
    with clock.at(clock.now() + timedelta(days=1)):
        second = lessons.finish_lesson(enrolment=enrolment, key=key, actor=enrolment.person)
    assert (first.pk, first.completed_at) == (second.pk, second.completed_at)


def test_the_last_lesson_completes_the_run() -> None:
    enrolment = courses.enrolment()
    for number in (1, 2, 3):
        assert not Completion.objects.exists()
        lessons.finish_lesson(enrolment=enrolment, key=courses.key(enrolment.run, number), actor=enrolment.person)
    enrolment.refresh_from_db()
    assert (enrolment.state, Completion.objects.get().minutes) == (EnrolmentState.COMPLETED, enrolment.version.minutes)


def _check(of: courses.Enrolment, lesson: int = 1) -> str:
    page = lessons.pinned_lesson(of.version, courses.key(of.run, lesson))
    return str(next(block.id for block in page.body if block.block_type == "check"))


def test_an_answer_is_kept_with_what_was_asked() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(lessons=1, check=True)))
    key, block = courses.key(enrolment.run, 1), _check(enrolment)
    answers = {"enrolment": enrolment, "key": key, "block_id": block, "actor": enrolment.person}
    wrong = lessons.answer_check(choice=1, **answers)
    right = lessons.answer_check(choice=0, **answers)
    assert [(row.question, row.chosen, row.correct) for row in (wrong, right)] == [
        ("먼저 무엇을 하나요?", "지나칩니다", False),
        ("먼저 무엇을 하나요?", "인사합니다", True),
    ]


@pytest.mark.parametrize(("choice", "block", "code"), [(2, None, "no_choice"), (-1, None, "no_choice")])
def test_an_answer_that_is_not_there_is_refused(choice: int, block: str | None, code: str) -> None:
    enrolment = courses.enrolment(courses.run(courses.version(lessons=1, check=True)))
    with pytest.raises(DomainError) as refused:
        lessons.answer_check(
            enrolment=enrolment,
            key=courses.key(enrolment.run, 1),
            block_id=_check(enrolment),
            choice=choice,
            actor=enrolment.person,
        )
    assert (refused.value.code, CheckAnswer.objects.count()) == (code, 0)


def test_a_question_that_is_not_in_the_lesson_is_refused() -> None:
    enrolment = courses.enrolment(courses.run(courses.version(lessons=1, check=True)))
    with pytest.raises(DomainError) as refused:
        lessons.answer_check(
            enrolment=enrolment,
            key=courses.key(enrolment.run, 1),
            block_id=str(uuid.uuid4()),
            choice=0,
            actor=enrolment.person,
        )
    assert (refused.value.code, CheckAnswer.objects.count()) == ("unknown_question", 0)


def test_the_place_moves_and_is_one_row() -> None:
    enrolment = courses.enrolment()
    for number, anchor in ((1, "b1"), (2, "b4")):
        lessons.keep_place(
            enrolment=enrolment, key=courses.key(enrolment.run, number), anchor=anchor, actor=enrolment.person
        )
    place = ReadingPlace.objects.get(enrolment=enrolment)
    assert (str(place.lesson_key), place.anchor) == (courses.key(enrolment.run, 2), "b4")


def test_nobody_moves_the_place_of_another() -> None:
    enrolment = courses.enrolment()
    for stranger in (people.user(), enrolment.run.coordinator):
        with pytest.raises(NotAllowed) as refused:
            lessons.keep_place(enrolment=enrolment, key=courses.key(enrolment.run, 1), anchor="b1", actor=stranger)
        assert (refused.value.code, ReadingPlace.objects.count()) == ("not_own", 0)


def test_a_second_attempt_begins_with_what_is_done() -> None:
    first = courses.enrolment(courses.run(courses.version(lessons=2)))
    done = lessons.finish_lesson(enrolment=first, key=uuid.UUID(courses.key(first.run, 1)), actor=first.person)
    type(first).objects.filter(pk=first.pk).update(state=EnrolmentState.WITHDRAWN)
    second = courses.enrolment(first.run, first.person, attempt=2)
    assert progress(second).done == 1
    for lesson in (1, 2):
        lessons.finish_lesson(enrolment=second, key=uuid.UUID(courses.key(second.run, lesson)), actor=second.person)
    assert LessonCompletion.objects.get(pk=done.pk).enrolment_id == first.pk
    assert Completion.objects.get().enrolment_id == second.pk


def test_what_is_finished_after_completion_moves_nothing() -> None:
    row = courses.enrolment(courses.run(courses.version(lessons=2, rule={"op": "hours", "n": 1})))
    first, second = (uuid.UUID(courses.key(row.run, lesson)) for lesson in (1, 2))
    lessons.finish_lesson(enrolment=row, key=first, actor=row.person)
    before = Completion.objects.get().completed_at
    row.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=2)):
        lessons.finish_lesson(enrolment=row, key=second, actor=row.person)
    found = progress(row)
    assert (Completion.objects.get().completed_at, found.done, found.total) == (before, 2, 2)
    assert [line.share for line in found.result.lines] == [1.0]

"""What learners do in a lesson."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.curriculum.queries.versions import pinned_lesson
from courses.learning.domain.completion import complete_among, complete_if_met, lock_open
from courses.learning.models import CheckAnswer, LessonCompletion, ReadingPlace
from courses.learning.queries.progress import LessonLine, Progress, progress
from courses.learning.rules import may_learn
from courses.runs.enums import LEARNING
from courses.runs.models import Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.text.korean import ko_date


def finish_lesson(*, enrolment: Enrolment, key: uuid.UUID, actor: User) -> LessonCompletion:
    """The person says that they have finished a lesson read at home. Pressing twice gives the same row.

    The facts are read once, under the lock: what is refused, and whether this lesson completes the course, rests on them.
    """
    _check_learner(enrolment, actor)
    with transaction.atomic():
        rows = lock_open([enrolment.person_id], beside=enrolment)
        enrolment = next(row for row in rows if row.pk == enrolment.pk)
        _check_learner(enrolment, actor)  # again, as it is now: a run that has just ended takes no more facts
        found = progress(enrolment)
        if _open_line(found, key).attended:
            raise DomainError(_("This lesson is a class: coming to it finishes it."), code="class")
        done = _finished_once(found, key)
        complete_if_met(found=found.with_finished(key), actor=actor)
        if len(rows) > 1:  # where the person learns besides; read only then, since most learn in one run
            complete_among(rows, actor=actor)
        return done


def answer_check(*, enrolment: Enrolment, key: uuid.UUID, block_id: str, choice: int, actor: User) -> CheckAnswer:
    """Keep one answer to a check question, with what was asked: its wording may be corrected later. `choice` is from 0."""
    _check_learner(enrolment, actor)
    _open_line(progress(enrolment), key)
    value = _check_block(enrolment, key, block_id)
    choices = value["choices"]
    if not 0 <= choice < len(choices):
        said = _("Please choose one of the answers.")
        raise DomainError(said, code="no_choice", fields={"choice": said})
    return CheckAnswer.objects.create(
        person=enrolment.person,
        enrolment=enrolment,
        lesson_key=key,
        block_id=block_id,
        question=value["question"],
        chosen=choices[choice]["text"],
        correct=choices[choice]["correct"],
        answered_at=clock.now(),
    )


def keep_place(*, enrolment: Enrolment, key: uuid.UUID, anchor: str, actor: User) -> ReadingPlace:
    _check_learner(enrolment, actor)
    _open_line(progress(enrolment), key)
    place, _created = ReadingPlace.objects.update_or_create(
        enrolment=enrolment, defaults={"lesson_key": key, "anchor": anchor, "at": clock.now()}
    )
    return place


def _finished_once(found: Progress, key: uuid.UUID) -> LessonCompletion:
    """The row is the person's, whatever the run: nobody else writes it while the person is locked."""
    person = found.enrolment.person
    if str(key) in found.facts.finished:
        return LessonCompletion.objects.get(person=person, lesson_key=key)
    return LessonCompletion.objects.create(
        person=person, lesson_key=key, enrolment=found.enrolment, completed_at=clock.now()
    )


def _check_learner(enrolment: Enrolment, actor: User) -> None:
    if not may_learn(actor, enrolment):
        raise NotAllowed(_("Only the learner can do this."), code="not_own")
    if enrolment.state not in LEARNING:
        raise DomainError(_("You are not learning in this run at the moment."), code="not_active")


def _open_line(found: Progress, key: uuid.UUID) -> LessonLine:
    line = found.line(key)
    if line is None:
        raise DomainError(_("This lesson is not part of your course."), code="unknown_lesson")
    if line.opens_on:
        raise DomainError(opens_later(line), code="locked")
    return line


def opens_later(line: LessonLine) -> str:
    return _("This lesson opens on the first day of the run: %(day)s") % {
        "day": ko_date(line.opens_on or clock.today())
    }


def _check_block(enrolment: Enrolment, key: uuid.UUID, block_id: str) -> Any:
    for block in pinned_lesson(enrolment.version, key).body:
        if block.block_type == "check" and block.id == block_id:
            return block.value
    raise DomainError(_("This question has changed. Please open the lesson again."), code="unknown_question")

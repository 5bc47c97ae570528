from collections.abc import Iterator

from django.db.models import F, Q

from courses.learning.models import Attendance, CheckAnswer, LessonCompletion
from lms.common.integrity import verify


def facts_follow_their_enrolment() -> Iterator[str]:
    own = Q(person=F("enrolment__person"))
    yield from verify.rows(LessonCompletion.objects.exclude(own))
    yield from verify.rows(CheckAnswer.objects.exclude(own))
    yield from verify.rows(Attendance.objects.exclude(own, session__run=F("enrolment__run")))


CHECKS = {
    "facts_follow_their_enrolment": facts_follow_their_enrolment,
}

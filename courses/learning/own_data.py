from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.learning.models import Attendance, CheckAnswer, LessonCompletion
from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row


def _progress(person: User) -> Sequence[Row]:
    present = Attendance.objects.current().filter(person=person).select_related("session__run__version")
    lessons = LessonCompletion.objects.filter(person=person).select_related("enrolment__run__version")
    answers = CheckAnswer.objects.filter(person=person)
    return [
        *(
            {
                _("Class"): str(row.session),
                _("Attendance"): row.get_presence_display(),
                _("Minutes"): row.minutes,
                _("When"): row.recorded_at,
            }
            for row in present.order_by("session__starts_at", "pk")
        ),
        *(
            {_("Lesson finished"): str(row.enrolment.run), _("When"): row.completed_at}
            for row in lessons.order_by("completed_at", "pk")
        ),
        *(
            {
                _("Question"): row.question,
                _("Your answer"): row.chosen,
                _("Right"): row.correct,
                _("When"): row.answered_at,
            }
            for row in answers
        ),
    ]


PROGRESS = OwnData(
    gettext_lazy("Attendance and results"),
    gettext_lazy("attendance, lessons finished, answers to check questions"),
    gettext_lazy("To show you how far you are, and to decide about completion."),
    lambda: _("Permanently as figures, without your name once you have left"),
    _progress,
)

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Subject, Words

COURSE_VERSION = Subject(
    "curriculum.courseversion",
    noun=pgettext_lazy("thing", "course"),
    words={
        "publish": Words(pgettext_lazy("action", "announced")),
        "append_wording": Words(pgettext_lazy("action", "wording corrected")),
    },
)


class LessonMode(models.TextChoices):
    READING = "reading", _("Read on your own")
    LECTURE = "lecture", _("Lecture")
    PRACTICE = "practice", _("Practice")
    FIELD = "field", _("Field trip")
    SEMINAR = "seminar", _("Seminar")


# Done by being there; the others by saying so.
IN_PERSON = frozenset({LessonMode.LECTURE, LessonMode.PRACTICE, LessonMode.FIELD, LessonMode.SEMINAR})

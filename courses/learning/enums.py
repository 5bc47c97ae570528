from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Subject, Words

ATTENDANCE = Subject(
    "learning.attendance",
    noun=pgettext_lazy("thing", "attendance"),
    words={"correct": Words(pgettext_lazy("action", "corrected"))},
)


class Presence(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


CAME = frozenset({Presence.PRESENT, Presence.LATE})

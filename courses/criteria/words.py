"""What is missing, where several leaves say it in the same words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.common.text.korean import ko_minutes


def lessons_to_go(number: int) -> str:
    return ngettext("%(n)d lesson to go", "%(n)d lessons to go", number) % {"n": number}


def lessons_possible(number: int) -> str:
    return ngettext("%(n)d more lesson is still possible", "%(n)d more lessons are still possible", number) % {
        "n": number
    }


def classes_possible(number: int) -> str:
    return ngettext("%(n)d more class is still to come", "%(n)d more classes are still to come", number) % {"n": number}


def minutes_possible(minutes: int) -> str:
    return _("%(length)s are still possible") % {"length": ko_minutes(max(minutes, 0))}


def minutes_to_go(minutes: int) -> str:
    return _("%(length)s to go") % {"length": ko_minutes(max(minutes, 0))}

"""What is missing, where several leaves say it in the same words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.common.text.korean import ko_minutes


def lessons_to_go(number: int) -> str:
    return ngettext("%(n)d lesson to go", "%(n)d lessons to go", number) % {"n": number}


def minutes_to_go(minutes: int) -> str:
    return _("%(length)s to go") % {"length": ko_minutes(max(minutes, 0))}

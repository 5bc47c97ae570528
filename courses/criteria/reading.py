"""How parts of a rule are read from JSON, with the words for editors when they can't be."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Json = Mapping[str, Any]


class RuleError(ValueError):
    """The rule can't be read; the text says where and what it must be."""


def read_whole(value: Json, name: str, *, most: int) -> int:
    number = value.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise RuleError(_("A number in the rule must be a whole number from 1 to %(most)d.") % {"most": most})
    return number


def read_text(value: Json, name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not text:
        raise RuleError(_("A rule names what it asks for."))
    return text

"""Where two versions of one form's content differ, in words: for people who have to choose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lms.common.text import korean


@dataclass(frozen=True)
class Difference:
    label: str
    theirs: str
    mine: str


def differences(
    form: forms.BaseForm, theirs: Mapping[str, Any], *, only: Collection[str] | None = None
) -> list[Difference]:
    """`form` was sent; `theirs` is what it would begin with now. `only` names the fields that both changed, where that is
    known."""
    both = [
        Difference(str(bound.label), _said(bound.field, theirs.get(bound.name)), _said(bound.field, bound.data))
        for bound in form.visible_fields()
        if not isinstance(bound.field, forms.FileField) and (only is None or bound.name in only)
    ]
    return [one for one in both if one.theirs != one.mine]


def _said(field: forms.Field, value: Any) -> str:
    values = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    if (choices := getattr(field, "choices", None)) is not None:
        words = {str(key): str(label) for key, label in choices}
        return ", ".join(sorted(words.get(str(one), "") for one in values))
    return ", ".join(_text(field, one) for one in values)


def _text(field: forms.Field, value: Any) -> str:
    try:
        value = field.to_python(value)
    except ValidationError:
        return str(value)
    if isinstance(value, datetime):
        return f"{korean.ko_date(value)} {korean.ko_time(value)}"
    if isinstance(value, date):
        return korean.ko_date(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else str(value).replace("\r\n", "\n").strip()

import re
from datetime import date

from django import forms

from lms.common.forms import DateField


def limit(field: forms.Field, *, earliest: date | None = None, latest: date | None = None) -> None:
    """Limits that depend on today are set when a form is made, not when its class is read."""
    if not isinstance(field, DateField):
        raise TypeError("Only a DateField has limits")
    field.earliest, field.latest = earliest, latest
    field.widget.attrs |= {key: day.isoformat() for key, day in (("min", earliest), ("max", latest)) if day}


def first_of_month(text: str) -> date | None:
    """`202611` → 1 November 2026; None for what is no month of this century."""
    if not re.fullmatch(r"20\d\d(0[1-9]|1[0-2])", text):
        return None
    return date(int(text[:4]), int(text[4:]), 1)

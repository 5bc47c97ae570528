"""How one field of any Django form becomes label, hint, message and control that belong together."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString

from lms.common.text import korean
from lms.common.ui.forms import NamesWhatIsMissing

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
UNSTYLED = (*GROUPS, forms.CheckboxInput, forms.MultiWidget)


@dataclass(frozen=True)
class FieldParts:
    """What `components/field.html` shows. `kind` is group, checkbox, plain or, where there is nothing to choose, missing."""

    field: BoundField
    kind: str
    missing: str
    control: SafeString
    described_by: str
    hint_id: str
    error_id: str
    echo_id: str
    echo: str
    most_characters: int | None
    characters: int


def kind_of(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, (*GROUPS, forms.MultiWidget)):
        return "group"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "plain"


def parts_of(field: BoundField) -> FieldParts:
    widget = field.field.widget
    missing = field.form.missing(field.name) if isinstance(field.form, NamesWhatIsMissing) else ""
    kind = "missing" if missing else kind_of(field)
    hint_id = f"{field.auto_id}_helptext" if field.help_text else ""
    error_id = f"{field.auto_id}_error" if field.errors else ""
    echo_id = f"{field.auto_id}_echo" if isinstance(widget, forms.DateInput) else ""
    described_by = " ".join(filter(None, [hint_id, error_id, echo_id]))
    most = getattr(field.field, "max_length", None) if isinstance(widget, forms.Textarea) else None
    return FieldParts(
        field=field,
        kind=kind,
        missing=missing,
        control=control_of(field, described_by if kind != "group" else ""),
        described_by=described_by,
        hint_id=hint_id,
        error_id=error_id,
        echo_id=echo_id,
        echo=_spoken_date(field.value()) if echo_id else "",
        most_characters=most,
        characters=len(str(field.value() or "")) if most else 0,
    )


def control_of(field: BoundField, described_by: str) -> SafeString:
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    own = widget.attrs.get("class", "")
    if not isinstance(widget, UNSTYLED) and not getattr(widget, "own_look", False):
        attrs["class"] = f"{own} field".strip()
    if described_by:
        attrs["aria-describedby"] = f"{widget.attrs.get('aria-describedby', '')} {described_by}".strip()
    return SafeString(field.as_widget(attrs=attrs))


def _spoken_date(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = parse_date(value)
        except ValueError:
            return ""
    return korean.ko_date(value) if isinstance(value, date | datetime) else ""


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary; `target` is the id of what to go to, empty for the whole form."""

    target: str
    text: str


def mistakes_of(form: forms.BaseForm) -> list[Mistake]:
    found = [Mistake("", str(message)) for message in form.non_field_errors()]
    for field in form:
        if field.is_hidden:
            found += [Mistake("", str(message)) for message in field.errors]
        else:
            found += [Mistake(_target(field), _with_label(str(m), str(field.label))) for m in field.errors]
    return found


def _target(field: BoundField) -> str:
    return field.auto_id if kind_of(field) == "group" else (field.id_for_label or field.auto_id)


def _with_label(message: str, label: str) -> str:
    """A message that doesn't name its field says nothing in a list."""
    if label in message:
        return message
    return f"{label} {message}" if label.endswith(("?", ".", "!")) else f"{label}: {message}"

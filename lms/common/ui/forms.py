"""The base of every form of the site: clean text in, forms that look and read alike out."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from lms.common.text import korean
from lms.common.text.sanitise import clean_data, refuse_resident_number

if TYPE_CHECKING:
    from django.forms import BaseForm as _AnyForm
    from django.forms.widgets import ChoiceWidget as _AnyChoice
else:
    _AnyForm = _AnyChoice = object

_PHONE = re.compile(r"02\d{7,8}|010\d{8}|01[16789]\d{7,8}|0[3-6][1-5]\d{7,8}|070\d{8}|050\d{8,9}|080\d{7}|1[4-9]\d{6}")


class Renderer(TemplatesSetting):
    """Forms are drawn by the site's own templates; widgets keep Django's, which the Wagtail admin shares."""

    form_template_name = "components/form.html"
    field_template_name = "components/field_group.html"


# ── widgets


class _Choices(_AnyChoice):
    template_name = "components/widgets/choices.html"
    group_class = "choices"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["group_class"] = self.group_class
        options = [option for group in context["widget"]["optgroups"] for option in group[1]]
        for option in options:
            # ARIA has no "invalid" for one radio or box; the message hangs on the fieldset.
            option["attrs"].pop("aria-invalid", None)
        context["widget"]["options"] = options
        return context


class CardRadio(_Choices, forms.RadioSelect):
    """One choice a line. A choice's label may be a `ChoiceText` with a second line."""


class CardCheckbox(_Choices, forms.CheckboxSelectMultiple):
    pass


class ChipRadio(_Choices, forms.RadioSelect):
    """Short choices side by side."""

    group_class = "chips"


class ChipCheckbox(_Choices, forms.CheckboxSelectMultiple):
    group_class = "chips"


class ChoiceText(str):
    """A choice's label with a hint under it and a tag before the hint: `("a", ChoiceText(name, hint=…, tag=…))`."""

    hint: str
    tag: str

    def __new__(cls, text: str, *, hint: str = "", tag: str = "") -> "ChoiceText":
        made = super().__new__(cls, text)
        made.hint, made.tag = hint, tag
        return made


class Stepper(forms.NumberInput):
    """A number between two large buttons, which appear where scripts run."""

    template_name = "components/widgets/stepper.html"
    own_look = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})})


class DateField(forms.DateField):
    """The browser's own date picker; `value` must be ISO for it, whatever the language."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%Y.%m.%d", "%Y.%m.%d.", "%Y/%m/%d", "%Y%m%d"]

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", self.input_formats)
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest
        self.widget.attrs |= {key: day.isoformat() for key, day in (("min", earliest), ("max", latest)) if day}

    def to_python(self, value: Any) -> date | None:
        """No page means a day so far off that the day after it can't be counted."""
        day = super().to_python(value)
        if day and not 1900 <= day.year < 2200:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            day = korean.ko_date(self.earliest)
            raise ValidationError(_("Please choose %(day)s or later."), code="early", params={"day": day})
        if value and self.latest and value > self.latest:
            day = korean.ko_date(self.latest)
            raise ValidationError(_("Please choose %(day)s or earlier."), code="late", params={"day": day})


class ModelsField(forms.ModelMultipleChoiceField):
    """A number that no row can have is one that isn't offered; SQLite takes none of more than 64 bits."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


class RowField(forms.TypedChoiceField):
    """One of the rows that the page has at hand: what was chosen is not read a second time."""

    def __init__(self, **kwargs: Any) -> None:
        said = forms.ModelChoiceField.default_error_messages["invalid_choice"]  # without the number that was sent
        super().__init__(error_messages={"invalid_choice": said}, **kwargs)

    def offer(self, rows: Mapping[Any, str]) -> None:
        """With the label of each."""
        self.choices = [(row.pk, label) for row, label in rows.items()]
        by_key = {str(row.pk): row for row in rows}
        self.coerce = lambda key: by_key[str(key)]


class TimeField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time", "step": "600"}, format="%H:%M")


class PhoneField(forms.CharField):
    """Any spacing comes in (spaces, dashes, +82), digits go out."""

    default_error_messages = {"invalid": _("Please enter your phone number, for example 010-1234-5678.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        digits = korean.phone_digits(super().to_python(value) or "")
        if not digits:
            return ""
        if not _PHONE.fullmatch(digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits

    def prepare_value(self, value: Any) -> Any:
        return korean.phone(value) if isinstance(value, str) and value.isdigit() else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != (initial or ""))
        except ValidationError:
            return True


class NameField(forms.CharField):
    """A person's whole name in one field: 2–50 characters, spaces and Latin letters included."""

    default_error_messages = {
        "min_length": _("Please write the whole name, at least two letters."),
        "max_length": _("Please write the name in 50 letters or fewer."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(min_length=2, max_length=50, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


# ── forms


class NamesWhatIsMissing(_AnyForm):
    """`if_empty` says, by field, what is missing where there are no rows to choose from yet, and who makes them."""

    if_empty: ClassVar[Mapping[str, Any]] = {}

    def missing(self, name: str) -> str:
        """Empty where there is something to choose. The choices are read here once, and stay for the page."""
        if name not in self.if_empty or name not in self.fields:
            return ""
        field: Any = self.fields[name]
        field.choices = list(iter(field.choices))  # a list of the choices themselves would count the rows first
        return "" if any(value != "" for value, _label in field.choices) else str(self.if_empty[name])

    def full_clean(self) -> None:
        """Nobody is asked to choose where there is nothing."""
        super().full_clean()
        for name in self.if_empty:
            if name in self.errors and (said := self.missing(name)):
                del self.errors[name]
                self.add_error(name, said)


class PlainMixin(NamesWhatIsMissing):
    """Put before any Django form class, also allauth's: cleans text, asks politely, refuses resident numbers."""

    default_renderer = Renderer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        adjust(*self.fields.values())
        if self.is_bound:
            self.data = self._cleaned(self.data)

    def _cleaned(self, data: Any) -> Any:
        """Passwords stay as they were typed: they are compared with hashes made elsewhere too."""
        secret = [name for name, field in self.fields.items() if isinstance(field.widget, forms.PasswordInput)]
        return clean_data(data, keep={self.add_prefix(name) for name in secret})


class ButtonsMixin(PlainMixin):
    """Before a form class whose buttons decide different things. Sent without the name of one, as by Enter or by a script, it
    decides nothing and asks."""

    buttons: tuple[str, ...] = ()  # their names

    @property
    def pressed(self) -> str:
        names = [name for name in self.buttons if name in self.data]
        return names[0] if len(names) == 1 else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.pressed:
            self.add_error(None, ValidationError(_("Please press the button for what you decide."), code="undecided"))
        return cleaned


def adjust(*fields: forms.Field) -> None:
    """Also those that a form adds by itself."""
    for field in fields:
        _adjust(field)


def _adjust(field: forms.Field) -> None:
    field.widget.attrs.pop("placeholder", None)  # allauth's repeat the label, and go with the first letter typed
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _required_message(field)
    if isinstance(field, forms.CharField):
        # A password made elsewhere is compared, not kept.
        rule = [] if isinstance(field.widget, forms.PasswordInput) else [refuse_resident_number]
        field.validators = [*(known for known in field.validators if known is not refuse_resident_number), *rule]


def _required_message(field: forms.Field) -> Any:
    if isinstance(field, forms.BooleanField):
        return _("Please tick this to go on.")
    if isinstance(field, forms.FileField):
        return _("Please choose a file.")
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return _("Please choose at least one.")
    if isinstance(field, forms.DateField):
        return _("Please choose the day.")
    if isinstance(field, forms.TimeField):
        return _("Please choose the time.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Please choose one.")
    return _("Please fill this in.")


class PlainForm(PlainMixin, forms.Form):
    pass


class PlainModelForm(PlainMixin, forms.ModelForm):
    """Model date fields get the browser's picker, as `DateField` has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.DateInput):
                field.widget.input_type, field.widget.format = "date", "%Y-%m-%d"
            elif isinstance(field.widget, forms.TimeInput):
                field.widget.input_type, field.widget.format = "time", "%H:%M"


def limit(field: forms.Field, *, earliest: date | None = None, latest: date | None = None) -> None:
    """Limits that depend on today are set when a form is made, not when its class is read."""
    if not isinstance(field, DateField):
        raise TypeError("Only a DateField has limits")
    field.earliest, field.latest = earliest, latest
    field.widget.attrs |= {key: day.isoformat() for key, day in (("min", earliest), ("max", latest)) if day}

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre
from lms.common import clock
from lms.common.records.seen import ChangedMeanwhile, digest
from lms.common.ui.differences import Difference
from lms.common.ui.forms import ButtonsMixin, DateField, NameField, PhoneField, PlainForm, Stepper, adjust, limit
from lms.common.ui.seen import SeenMixin
from lms.privacy.domain.terms import Notice, why_not
from lms.privacy.enums import OPTIONAL, Purpose, Term
from lms.privacy.models import ConsentDraft, ConsentText, PrivacyNotice
from lms.privacy.queries.terms import OFFICER, begins_with, terms_of
from lms.privacy.queries.wordings import Wanted

if TYPE_CHECKING:
    from django.forms import Form as _Form
else:
    _Form = object

CHANGED = "changed"


class ConsentBox(forms.CheckboxInput):
    """Sends the number of the words that stood beside it, so that nobody agrees to others than they read."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, check_test=lambda value: value is True)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = str(data.get(name, ""))
        if sent.isdigit() and sent != self.attrs.get("value"):
            return CHANGED
        return super().value_from_datadict(data, files, name)

    def format_value(self, value: Any) -> None:
        return None


class ConsentField(forms.BooleanField):
    """One box for one purpose, never ticked beforehand, with the whole text under it."""

    widget = ConsentBox

    def __init__(self, purpose: Purpose) -> None:
        self.purpose = purpose
        super().__init__(label=purpose.label, required=purpose not in OPTIONAL)

    def show(self, text: ConsentText) -> None:
        kind = pgettext_lazy("consent", "(required)") if self.required else pgettext_lazy("consent", "(optional)")
        self.label, self.help_text = format_lazy("{} {}", kind, text.ask), text.words
        self.widget.attrs["value"] = str(text.pk)

    def to_python(self, value: Any) -> bool:
        if value == CHANGED:
            raise forms.ValidationError(
                _("These words have changed since the page was opened. Please read them once more."), code="changed"
            )
        return bool(super().to_python(value))


class AskingMixin(_Form):
    """Before a form with `ConsentField`s: they say what is in force, and what has no words and is optional is not asked."""

    def ask(self, texts: Mapping[Purpose, ConsentText]) -> None:
        for name, field in list(self.fields.items()):
            if isinstance(field, ConsentField):
                if text := texts.get(field.purpose):
                    field.show(text)
                elif not field.required:
                    del self.fields[name]


class AgainForm(AskingMixin, PlainForm):
    """One box for each consent whose words have changed."""

    def __init__(self, *args: Any, texts: Mapping[Purpose, ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {purpose.value: ConsentField(purpose) for purpose in texts}
        adjust(*self.fields.values())
        self.ask(texts)


class WordsForm(SeenMixin, PlainForm):
    """The draft of what one box says. It begins with what is in force, and the first one with the product's own words."""

    ask = forms.CharField(label=_("Beside the box"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    words = forms.CharField(
        label=_("Under it"),
        help_text=_("What is kept, why, how long, and what a refusal means. The law asks for all four."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, draft: ConsentDraft, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ask": draft.ask, "words": draft.words}, **kwargs)
        self.shows(draft, ("ask", "words"))

    def clean_ask(self) -> str:
        return " ".join(self.cleaned_data["ask"].split())


class PublishForm(PlainForm):
    """When the words of the draft apply. What it was compared with comes along, and which draft was read."""

    valid_from = DateField(label=_("Applies from"), help_text=_("Today or a later day."))
    material = forms.BooleanField(
        label=_("Ask everybody again who agreed to the former words"),
        help_text=_(
            "Needed when something else is kept, for something else, or for longer. What was given before stays valid "
            "for what was collected until then."
        ),
        required=False,
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, wanted: Wanted, text: str, **kwargs: Any) -> None:
        self.text, today = text, clock.today()
        after = wanted.newest.version if wanted.newest else 0
        initial = {"valid_from": today, "after": after, "read": digest(text)}
        super().__init__(*args, initial=initial, **kwargs)
        limit(self.fields["valid_from"], earliest=today)
        if str(self["after"].value()) == "0":  # of the first words nobody was asked before, at a second press neither
            del self.fields["material"]

    def clean_read(self) -> str:
        if self.cleaned_data["read"] != digest(self.text):
            message = _("A colleague has changed the draft. Please open this page anew and read it.")
            raise forms.ValidationError(message, code=ChangedMeanwhile.CODE)
        return str(self.cleaned_data["read"])


class OfficerForm(SeenMixin, PlainForm):
    """Who answers for personal data, and how many months each kind is kept."""

    officer_name = NameField(label=_("Name"), widget=forms.TextInput({"autocomplete": "off"}))
    officer_position = forms.CharField(label=_("Position"), max_length=50)
    officer_phone = PhoneField(
        label=pgettext_lazy("site", "Phone"),
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    officer_email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "off"}))

    def __init__(self, *args: Any, centre: Centre | None, last: PrivacyNotice | None, **kwargs: Any) -> None:
        today, self.terms = clock.today(), terms_of(centre)
        shown = begins_with(centre, last)
        super().__init__(*args, initial=vars(shown) | {"valid_from": today}, **kwargs)
        self.fields |= {term.value: _months(term) for term in self.terms}
        self.fields["valid_from"] = DateField(
            label=_("Applies from"), help_text=_("Today or a later day."), earliest=today
        )
        adjust(*self.fields.values())
        self.shows(shown, tuple(vars(shown)))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for term in self.terms:
            if term.value in said and (why := why_not(term, said[term.value])):
                self.add_error(term.value, why)
        return said

    @property
    def notice(self) -> Notice:
        said = self.cleaned_data
        months = {term: said[term.value] for term in self.terms}
        return Notice(**{name: said[name] for name in OFFICER}, months=months, valid_from=said["valid_from"])


def _months(term: Term) -> forms.IntegerField:
    label = _("%(what)s: kept for so many months") % {"what": term.label}
    return forms.IntegerField(label=label, min_value=1, max_value=999, widget=Stepper)


def compared(wanted: Wanted) -> list[Difference]:
    """The draft beside what was published last."""
    ask, words = wanted.begins_with
    before = wanted.newest
    both = [
        Difference(str(WordsForm.base_fields["ask"].label), before.ask if before else "", ask),
        Difference(str(WordsForm.base_fields["words"].label), before.words if before else "", words),
    ]
    return [one for one in both if one.theirs != one.mine]


class OneConsentForm(ButtonsMixin, PlainForm):
    buttons = ("agree", "take_back")


class EraseForm(PlainForm):
    """The word is typed, so that nobody leaves by a slip of the finger."""

    confirmation = forms.CharField(
        label=_("To go on, type: I am leaving"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_confirmation(self) -> str:
        if "".join(self.cleaned_data["confirmation"].split()) != "".join(gettext("I am leaving").split()):
            raise forms.ValidationError(_("Please type exactly: I am leaving"))
        return str(self.cleaned_data["confirmation"])

"""Text size and colours: two cookies, read by the server, so that a page is right before any script runs."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.ui.forms import PlainForm

THEMES = (
    ("system", _("As on my phone or computer")),
    ("light", _("Bright screen")),
    ("dark", _("Dark screen")),
)
TEXT_SIZES = (
    ("md", pgettext_lazy("text size", "Normal")),
    ("lg", pgettext_lazy("text size", "Large")),
    ("xl", pgettext_lazy("text size", "Very large")),
)
COOKIE_AGE = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Display:
    theme: str = "system"
    text: str = "md"

    @property
    def color_scheme(self) -> str:
        return "light dark" if self.theme == "system" else self.theme


def display_of(request: HttpRequest) -> Display:
    """What the cookies say; anything unknown counts as not chosen."""
    theme, text = request.COOKIES.get("theme", ""), request.COOKIES.get("text", "")
    return Display(
        theme=theme if theme in dict(THEMES) else "system",
        text=text if text in dict(TEXT_SIZES) else "md",
    )


class DisplayForm(PlainForm):
    """Every choice is a button of its own, so that one press is enough; a post carries one of the two."""

    text = forms.ChoiceField(label=_("Text size"), choices=TEXT_SIZES, required=False)
    theme = forms.ChoiceField(label=_("Colours of the screen"), choices=THEMES, required=False)

"""Text size and colours: two cookies, read by the server, so that a page is right before any script runs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

THEMES = (("system", _("As on my phone or computer")), ("light", _("Bright screen")), ("dark", _("Dark screen")))
TEXT_SIZES = (("md", _("Normal")), ("lg", _("Large")), ("xl", _("Very large")))
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

"""What a page says, by its source text: a test of behaviour goes on when the Korean is worded anew."""

from django.utils import translation
from django.utils.translation import gettext, ngettext


def korean(text: str, number: int | None = None) -> str:
    with translation.override("ko"):
        return gettext(text) if number is None else ngettext(text, text, number) % {"n": number}

"""Elements as strings. Every text and attribute passes `format_html`, so a name can't become markup."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 320  # units, the pixels that a card has on a phone of 390: labels of 16 units are 16 px there


def joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def drawing(parts: Iterable[SafeString], *, width: int, height: int, named_by: str, role: str = "img") -> SafeString:
    """`role` is group when links stand inside, which an image would hide from readers."""
    whole = '<svg viewBox="0 0 {} {}" role="{}" aria-labelledby="{}">{}</svg>'
    return format_html(whole, width, height, role, named_by, joined(parts))


def rect(css: str, x: int, y: int, width: int, height: int, *, r: int = 4) -> SafeString:
    box = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
    return format_html(box, css, x, y, width, height, r)


def text(css: str, x: int, y: int, words: str, *, squeeze: int | None = None) -> SafeString:
    """`squeeze`: the units that the words must fit into."""
    fit = format_html(' textLength="{}" lengthAdjust="spacingAndGlyphs"', squeeze) if squeeze else ""
    return format_html('<text class="{}" x="{}" y="{}"{}>{}</text>', css, x, y, fit, words)


def line(css: str, x1: int, x2: int, y: int) -> SafeString:
    return format_html('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', css, x1, x2, y, y)


def length(words: str, size: int) -> int:
    """Roughly how wide the words are: a Hangul syllable is a square, a digit or letter little more than half of one."""
    return round(sum(size if ord(letter) > 0x10FF else size * 0.58 for letter in words))

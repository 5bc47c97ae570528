"""The one place where text is made safe: what people type, rich text of editors, and the number that is kept nowhere.

Rich text is cleaned when it is saved and again when it is shown. Saved text is Wagtail's own form of HTML (a link to a page
is `<a linktype="page" id="3">`), shown text is plain HTML; the list below serves both, so that nothing which was stored
before a rule changed reaches a reader.
"""

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from typing import Any

import bleach
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lms.common import clock

# ── plain text

# Marks that turn the direction of text: they can make a name or a file end read as something else.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
# Marks of no width: they hide in a name, and split a word that is looked for. Joiners of emoji stay.
_NO_WIDTH = frozenset("\u200b\u200c\u2060\u180e\u00ad")


def clean_text(text: str) -> str:
    """NFC, as a Mac types Hangul in pieces; no control characters (PostgreSQL refuses NUL); one kind of line end."""
    return unicodedata.normalize("NFC", _readable(text))


def _readable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or not _is_control(c))


def _is_control(character: str) -> bool:
    return character in _DIRECTION_MARKS or character in _NO_WIDTH or unicodedata.category(character) in {"Cc", "Cs"}


def clean_data(data: Any, *, keep: set[str]) -> Any:
    """What a form was sent, with each text in it clean but those that `keep` names."""
    if isinstance(data, QueryDict):
        copy = data.copy()
        for key, values in data.lists():
            if key not in keep:
                copy.setlist(key, [clean_text(value) for value in values])
        return copy
    if isinstance(data, Mapping):
        return {key: value if key in keep else _clean_value(value) for key, value in data.items()}
    return data


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    return [_clean_value(item) for item in value] if isinstance(value, list | tuple) else value


# ── the number that is kept nowhere

_HYPHENS = "-\u2010-\u2015\u2212"  # NFKC leaves these apart
_RESIDENT_NUMBER = re.compile(
    rf"(?<!\d)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*[{_HYPHENS}]?\s*[1-8]\d{{6}}(?!\d)"
)
_TAG = re.compile(r"<[^>]*>")


def refuse_resident_number(value: Any) -> None:
    """The site keeps no 주민등록번호 anywhere, and so takes none in free text either, in whatever digits it is written."""
    text = value if isinstance(value, str) else ""
    for match in _RESIDENT_NUMBER.finditer(unicodedata.normalize("NFKC", clean_text(text))):
        if _may_be_resident_number("".join(filter(str.isdecimal, match[0]))):
            raise ValidationError(
                _(
                    "Please leave out the resident registration number. The law forbids us to keep it, and nothing here needs "
                    "it: a name and a telephone number are enough."
                ),
                code="resident_number",
            )


def _may_be_resident_number(number: str) -> bool:
    """Of 13 digits that begin with a day. What is certainly something else may be written: the number of a company
    (법인등록번호), or of a receipt that begins with a day of these years, which would be somebody of nearly a hundred.

    Those given since October 2020 have no check digit, to whomever they are given; so a wrong one alone clears nothing.
    """
    digits = [int(digit) for digit in number]
    rest = sum(digit * weight for digit, weight in zip(digits, (*range(2, 10), *range(2, 6)), strict=False)) % 11
    if digits[-1] in {(11 - rest) % 10, (13 - rest) % 10}:  # of citizens, of foreigners
        return True
    if number[6] not in "12":
        return True
    of_company = sum(digit * weight for digit, weight in zip(digits, (1, 2) * 6, strict=False))
    years_since = clock.today().year - (2000 + int(number[:2]))
    return digits[-1] != -of_company % 10 and not 0 <= years_since <= 10


def refuse_resident_number_in_html(html: str) -> None:
    """Tags may stand between its digits, and entities for them."""
    refuse_resident_number(unescape(_TAG.sub("", html)))


# ── rich text

TAGS = frozenset({"a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "ul"})
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
LINK_TYPES = frozenset({"page", "document"})

_NUMBER = re.compile(r"\d{1,19}", re.ASCII)
_BLOCK_KEY = re.compile(r"[a-z0-9]{1,12}", re.ASCII)  # Draftail's name of a paragraph, which comments hang on
_UNREADABLE = re.compile(r"<(script|style|template|noscript|title|textarea)\b.*?(</\1\s*>|\Z)", re.I | re.S)
_BETWEEN_BRACKETS = re.compile(r"[^<>]+")


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "data-block-key":
        return bool(_BLOCK_KEY.fullmatch(value))
    if tag != "a":
        return False
    if name == "linktype":
        return value in LINK_TYPES
    if name == "id":
        return bool(_NUMBER.fullmatch(value))
    return name == "href"


def clean_rich_text(html: str) -> str:
    """Idempotent. Tags outside the list go and their text stays, except where the text was never meant to be read."""
    html = _UNREADABLE.sub("", _readable(html))
    html = bleach.clean(html, tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True)
    # Between the brackets, since NFC would melt one of them with a stroke that follows it.
    return _BETWEEN_BRACKETS.sub(lambda run: unicodedata.normalize("NFC", run[0]), html)

"""Looking for words in columns, alike on both databases: Hangul in pieces or whole, any spaces, any way to write a phone."""

import re
import unicodedata
from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from lms.common.text.korean import phone_digits
from lms.common.text.sanitise import clean_text

FEWEST_DIGITS = 4  # of a phone: fewer are in everybody's


def words_in(text: str) -> list[str]:
    return clean_text(text).split()


Numbered = Callable[[str], Q]  # rows that have these digits in the number of a phone


def matches(text: str, *columns: str, phone: str = "", numbered: Numbered | None = None) -> Q:
    """Rows that have each of the words somewhere in one of these columns, or the number in that of the phone. An empty text
    fits every row. Where not every number may be searched, `numbered` says which rows have one."""
    if phone:
        numbered = in_column(phone)
    whole = digits_of_phone(text) if numbered else ""
    if numbered and whole:
        return numbered(whole) | _has_words(text, columns, None)
    return _has_words(text, columns, numbered)


def in_column(phone: str) -> Numbered:
    return lambda digits: Q(**{f"{phone}__contains": digits})


def digits_of_phone(text: str) -> str:
    """As they are stored; empty for what is no number of a phone, and no part of one."""
    digits = phone_digits(text)
    return digits if re.fullmatch(rf"\d{{{FEWEST_DIGITS},}}", digits, re.ASCII) else ""


def _has_words(text: str, columns: tuple[str, ...], numbered: Numbered | None) -> Q:
    return reduce(and_, (_has(word, columns, numbered) for word in words_in(text)), Q())


def _has(word: str, columns: tuple[str, ...], numbered: Numbered | None) -> Q:
    """What came in before texts were cleaned, or past every form, may be stored in pieces."""
    forms = {word, unicodedata.normalize("NFD", word)}
    found = reduce(or_, (Q(**{f"{column}__icontains": form}) for column in columns for form in sorted(forms)))
    digits = digits_of_phone(word) if numbered else ""
    return found | numbered(digits) if numbered and digits else found

"""Looking for words in columns, alike on both databases: Hangul in pieces or whole, any spaces, any way to write a phone."""

import re
import unicodedata
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from lms.common.text.korean import phone_digits
from lms.common.text.sanitise import clean_text

FEWEST_DIGITS = 4  # of a phone: fewer are in everybody's


def words_in(text: str) -> list[str]:
    return clean_text(text).split()


def matches(text: str, *columns: str, phone: str = "") -> Q:
    """Rows that have each of the words somewhere in one of these columns, or the number in that of the phone. An empty text
    fits every row."""
    whole = digits_of_phone(text) if phone else ""
    if whole:
        return Q(**{f"{phone}__contains": whole}) | _has_words(text, columns)
    return _has_words(text, columns, phone)


def digits_of_phone(text: str) -> str:
    """As they are stored; empty for what is no number of a phone, and no part of one."""
    digits = phone_digits(text)
    return digits if re.fullmatch(rf"\d{{{FEWEST_DIGITS},}}", digits, re.ASCII) else ""


def _has_words(text: str, columns: tuple[str, ...], phone: str = "") -> Q:
    return reduce(and_, (_has(word, columns, phone) for word in words_in(text)), Q())


def _has(word: str, columns: tuple[str, ...], phone: str) -> Q:
    """What came in before texts were cleaned, or past every form, may be stored in pieces."""
    forms = {word, unicodedata.normalize("NFD", word)}
    found = reduce(or_, (Q(**{f"{column}__icontains": form}) for column in columns for form in sorted(forms)))
    digits = digits_of_phone(word) if phone else ""
    return found | Q(**{f"{phone}__contains": digits}) if digits else found

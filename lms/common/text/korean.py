"""How dates, lengths, money, phone numbers, names and particles are written in Korean.

Pure functions; the `ko` template library wraps them.
"""

import re
import unicodedata
from datetime import date, datetime, time

from lms.common.clock import SEOUL

WEEKDAYS = "월화수목금토일"

# Digits whose Korean reading (영일이삼사오육칠팔구) ends in a consonant, and those whose consonant is ㄹ.
_DIGITS_WITH_FINAL = "013678"
_DIGITS_WITH_RIEUL = "178"
# Names of Latin letters: 엘 엠 엔 알 end in a consonant (엘, 알 in ㄹ), all others in a vowel.
_LETTERS_WITH_FINAL = "LMNR"
_LETTERS_WITH_RIEUL = "LR"
# Words written in small letters are read as words: these endings keep a final consonant in Hangul (book 북, club 클럽).
_ENDINGS_WITH_FINAL = ("b", "c", "k", "m", "n", "p", "t", "l", "ng", "le", "me", "ne")
_ENDINGS_WITH_RIEUL = ("l", "le")
# Units after a number are read in full. Those that aren't here end in a vowel (미터, 리터, 퍼센트, 도, 바이트).
_UNIT = re.compile(r"\d\s*(%|°[CF]?|[kcm]?m[23²³]?|[km]?g|t|m?[lLℓ]|ha|k?Wh?|[KMGT]B|Hz|pt)$|%$")
_UNITS_WITH_FINAL = {"g", "kg", "mg", "t"}
_RIEUL = 8
_VOWEL_FORMS = {"를", "가", "는", "와", "로", "라", "랑", "라고", "야", "여", "나", "라서", "로서", "로써"}
_PARENTHESIS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")


def _local(value: datetime) -> datetime:
    return value.astimezone(SEOUL) if value.tzinfo is not None else value


def day_of(value: date | datetime) -> date:
    """In Seoul: what the database gives is a moment of UTC, whose own date is that of yesterday until nine in the morning."""
    return _local(value).date() if isinstance(value, datetime) else value


def weekday(value: date | datetime) -> str:
    return WEEKDAYS[day_of(value).weekday()]


def ko_date(value: date | datetime, style: str = "long") -> str:
    """`long` 2026년 3월 2일(월), `short` 3월 2일(월), `table` 2026.3.2.(월)."""
    day = day_of(value)
    if style == "table":
        return f"{day.year}.{day.month}.{day.day}.({weekday(day)})"
    short = f"{day.month}월 {day.day}일({weekday(day)})"
    return short if style == "short" else f"{day.year}년 {short}"


def ko_time(value: time | datetime, style: str = "long") -> str:
    """`long` 오후 2시 30분, `table` 14:30."""
    moment = _local(value).time() if isinstance(value, datetime) else value
    if style == "table":
        return f"{moment.hour:02d}:{moment.minute:02d}"
    if moment.hour == 12:
        part, hour = "낮", 12
    else:
        part, hour = ("오전", moment.hour) if moment.hour < 12 else ("오후", moment.hour - 12)
    return f"{part} {hour}시 {moment.minute}분" if moment.minute else f"{part} {hour}시"


def ko_dt(value: datetime, style: str = "long") -> str:
    """The date and the time of one moment, in the same styles as `ko_date`."""
    return f"{ko_date(value, style)} {ko_time(value, 'table' if style == 'table' else 'long')}"


def ko_span(start: date | datetime | None, end: date | datetime | None, style: str = "long") -> str:
    """A period. One year is said once; two times on one day share the date; an open end says so."""
    if start is None:
        return f"{_moment(end, style)}까지" if end is not None else ""
    if end is None:
        return f"{_moment(start, style)}부터"
    first, last = day_of(start), day_of(end)
    if first == last:
        if isinstance(start, datetime) and isinstance(end, datetime) and start != end:
            return f"{ko_dt(start, style)}~{ko_time(end, 'table' if style == 'table' else 'long')}"
        return _moment(start, style)
    same_year = style == "long" and first.year == last.year
    return f"{_moment(start, style)}~{_moment(end, 'short' if same_year else style)}"


def _moment(value: date | datetime, style: str) -> str:
    return ko_dt(value, style) if isinstance(value, datetime) else ko_date(value, style)


def ko_near(value: date | datetime, today: date) -> str:
    """How far away a day is, in words; always shown together with the date itself."""
    days = (day_of(value) - today).days
    near = {-1: "어제", 0: "오늘", 1: "내일"}
    if days in near:
        return near[days]
    return f"{days}일 남음" if days > 0 else f"{-days}일 지남"


def ko_minutes(minutes: int) -> str:
    hours, rest = divmod(int(minutes), 60)
    if hours and rest:
        return f"{hours}시간 {rest}분"
    return f"{hours}시간" if hours else f"{rest}분"


def phone(digits: str) -> str:
    """Digits as they are stored → as people write them. What is no Korean number is given back as it is."""
    number = re.sub(r"\D", "", digits)
    if len(number) == 8 and number[0] == "1":
        return f"{number[:4]}-{number[4:]}"
    head = 2 if number.startswith("02") else 4 if number.startswith("050") and len(number) == 12 else 3
    if number.startswith("0") and 9 <= len(number) <= 12:
        return f"{number[:head]}-{number[head:-4]}-{number[-4:]}"
    return digits


def phone_digits(typed: str) -> str:
    """What people type → digits as they are stored: any spaces, dashes and brackets, +82. What has letters keeps them."""
    bare = re.sub(r"[\s().\-‐-―]", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(\+|00)820?", "0", bare)


def mask_name(name: str) -> str:
    """김*늘: the first and the last character stay, of two characters only the first."""
    name = name.strip()
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def _final(word: str) -> tuple[bool, bool]:
    """Whether the word ends in a consonant when read aloud, and whether that consonant is ㄹ."""
    spoken = (_PARENTHESIS.sub("", word) or word).rstrip()
    unit = _UNIT.search(unicodedata.normalize("NFKC", spoken))
    if unit:
        return unit[1] in _UNITS_WITH_FINAL, False
    letters = [c for c in spoken if c.isalnum()]
    return _final_of(letters[-1], spoken.lower()) if letters else (False, False)


def _final_of(last: str, spoken: str) -> tuple[bool, bool]:
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final != 0, final == _RIEUL
    number = unicodedata.numeric(last, -1)  # of 3, ３, ③ and Ⅲ alike
    if number >= 0:
        digit = str(int(number) % 10)
        return digit in _DIGITS_WITH_FINAL, digit in _DIGITS_WITH_RIEUL
    if last.isascii() and last.isupper():
        return last in _LETTERS_WITH_FINAL, last in _LETTERS_WITH_RIEUL
    if last.isascii():
        word = spoken.rstrip("\"'”’.,!?)")
        return word.endswith(_ENDINGS_WITH_FINAL), word.endswith(_ENDINGS_WITH_RIEUL)
    return False, False


def particle(word: str, pair: str) -> str:
    """The right one of a pair such as `을/를`, `이/가`, `은/는`, `과/와`, `으로/로`, `이라고/라고`, in either order.

    After a word that can't be read aloud the vowel form stands.
    """
    first, _, second = pair.partition("/")
    with_final, without = (second, first) if first in _VOWEL_FORMS else (first, second)
    has_final, is_rieul = _final(word)
    if is_rieul and with_final.startswith("으로"):
        return without
    return with_final if has_final else without


def josa(word: str, pair: str) -> str:
    return f"{word}{particle(word, pair)}"

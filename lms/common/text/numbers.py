"""Numbers that stand in an address."""

import re
from datetime import date


def row_number(text: str | None) -> int | None:
    """The number of a row, or None: also for one that no table counts up to, or in digits that aren't ASCII."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def first_of_month(text: str) -> date | None:
    """`202611` → 1 November 2026; None for what is no month of this century."""
    if not re.fullmatch(r"20\d\d(0[1-9]|1[0-2])", text):
        return None
    return date(int(text[:4]), int(text[4:]), 1)

"""Numbers that stand in an address."""


def row_number(text: str | None) -> int | None:
    """The number of a row, or None: also for one that no table counts up to, or in digits that aren't ASCII."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None

"""Terms counted in months, as the Civil Act (민법 제160조) counts them."""

from calendar import monthrange
from datetime import date, timedelta


def term_end(first_day: date, months: int) -> date:
    """The last day of a term of so many months. Where the last month lacks the day, the term ends with that month."""
    year, month = divmod(first_day.year * 12 + first_day.month - 1 + months, 12)
    last_of_month = monthrange(year, month + 1)[1]
    if first_day.day > last_of_month:
        return date(year, month + 1, last_of_month)
    return date(year, month + 1, first_day.day) - timedelta(days=1)

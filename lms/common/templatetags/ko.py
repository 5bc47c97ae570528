"""Korean dates, money, phone numbers, names and particles as filters. An empty value gives an empty text."""

from datetime import date, datetime, time
from typing import Any

from django import template

from lms.common import clock
from lms.common.text import korean

register = template.Library()


@register.filter
def ko_date(value: date | datetime | None, style: str = "long") -> str:
    return korean.ko_date(value, style) if value else ""


@register.filter
def day_of(value: date | datetime) -> date:
    """For `{% when row.at|day_of %}`: the date without the time."""
    return korean.day_of(value)


@register.filter
def ko_dt(value: datetime | None, style: str = "long") -> str:
    return korean.ko_dt(value, style) if value else ""


@register.filter
def ko_time(value: time | datetime | None, style: str = "long") -> str:
    return korean.ko_time(value, style) if isinstance(value, time | datetime) else ""


@register.filter
def ko_span(start: date | datetime | None, end: date | datetime | None) -> str:
    """`{{ run.starts_on|ko_span:run.ends_on }}`."""
    return korean.ko_span(start or None, end or None)


@register.filter
def ko_near(value: date | datetime | None) -> str:
    return korean.ko_near(value, clock.today()) if value else ""


@register.filter
def ko_minutes(value: int | None) -> str:
    return korean.ko_minutes(value) if isinstance(value, int) else ""


@register.filter
def phone(value: Any) -> str:
    return korean.phone(str(value or ""))


@register.filter
def mask_name(value: Any) -> str:
    return korean.mask_name(str(value or ""))


@register.filter
def josa(value: Any, pair: str) -> str:
    """`{{ name|josa:"을/를" }}` writes the value with its particle."""
    return korean.josa(str(value), pair)

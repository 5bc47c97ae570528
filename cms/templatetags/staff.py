from typing import Any

from django import template

from lms.accounts.rules import may_open_cms

register = template.Library()


@register.filter
def edits(user: Any) -> bool:
    """Works in /cms/. Known without a query where the page's frame has asked for the person's roles."""
    return may_open_cms(user)

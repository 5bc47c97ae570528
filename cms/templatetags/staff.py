from typing import Any

from django import template

from lms.accounts.models.centre import CMS_ROLES
from lms.accounts.rules import has_any_role

register = template.Library()


@register.filter
def edits(user: Any) -> bool:
    """Works in /cms/. Known without a query where the page's frame has asked for the person's roles."""
    return bool(user.is_superuser or has_any_role(user, *CMS_ROLES))

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from lms.common.text.sanitise import clean_rich_text

register = template.Library()


@register.filter
def rich_text(value: RichText | str | None) -> SafeString:
    """Editors' text as HTML: links resolved, then cleaned, so that what is shown is safe however it was stored."""
    if not value:
        return mark_safe("")
    source = value.source if isinstance(value, RichText) else str(value)
    return mark_safe(clean_rich_text(expand_db_html(source)))  # noqa: S308 - just cleaned

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.rich_text import RichText

from lms.common.text.sanitise import clean_rich_text


class CleanRichTextBlock(blocks.RichTextBlock):
    """Rich text that is cleaned whenever it is written, by the editor's form or by code."""

    def clean(self, value: RichText) -> RichText:
        text = clean_rich_text(value.source)
        if self.field.required and not strip_tags(text).strip():  # an empty paragraph is no text
            raise ValidationError(self.field.error_messages["required"], code="required")
        return super().clean(RichText(text))

    def get_prep_value(self, value: RichText | None) -> Any:
        return clean_rich_text(super().get_prep_value(value) or "")

    def value_for_form(self, value: RichText) -> Any:
        """Stored before a rule changed, or past the site: the editor stops at tags that don't fit, so it gets them mended,
        or else the words alone."""
        text = clean_rich_text(super().value_for_form(value) or "")
        try:
            self.field.widget.format_value(text)
        except (AssertionError, KeyError):
            return f"<p>{strip_tags(text)}</p>"
        return text

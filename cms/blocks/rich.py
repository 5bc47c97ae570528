from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from lms.common.text.sanitise import clean_rich_text


class CleanRichTextBlock(blocks.RichTextBlock):
    """Rich text that is cleaned whenever it is written, by the editor's form or by code."""

    def clean(self, value: RichText) -> RichText:
        return super().clean(RichText(clean_rich_text(value.source)))

    def get_prep_value(self, value: RichText | None) -> Any:
        return clean_rich_text(super().get_prep_value(value) or "")

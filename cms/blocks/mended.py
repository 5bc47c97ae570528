"""Where the editor shows stored text otherwise than it is stored, because it was no longer clean."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import BaseStreamBlock, ListBlock, StructValue
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks.rich import CleanRichTextBlock


def mended_texts(page: Page) -> list[str]:
    """Each by the names that stand above it in the editor."""
    fields = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [name for field in fields for name in _mended(field.stream_block, getattr(page, field.name), [])]


def _mended(block: Any, value: Any, above: list[str]) -> Iterator[str]:
    if isinstance(block, CleanRichTextBlock):
        if value is not None and block.value_for_form(value) != value.source:
            yield " › ".join(above)
        return
    for name, child, inner in _below(block, value):
        yield from _mended(child, inner, [*above, name])


def _below(block: Any, value: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(block, BaseStreamBlock):
        for number, child in enumerate(value, start=1):
            yield _numbered(child.block, number), child.block, child.value
    elif isinstance(value, StructValue):  # what is made of one value, as a picture is, holds no text
        for name, child in block.child_blocks.items():
            yield str(child.label), child, value.get(name)
    elif isinstance(block, ListBlock):
        for number, inner in enumerate(value, start=1):
            yield _numbered(block.child_block, number), block.child_block, inner


def _numbered(block: Any, number: int) -> str:
    return _("%(block)s no. %(n)d") % {"block": block.label, "n": number}

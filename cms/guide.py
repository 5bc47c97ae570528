"""The editors' guide. docs/editors-guide.ko.md is its one source: GitHub and /cms/guide/ show the same text."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from lms.common.text.sanitise import clean_rich_text

SOURCE = settings.BASE_DIR / "docs" / "editors-guide.ko.md"
_HEADING = re.compile(r"<h2>(.*?)</h2>")


@dataclass(frozen=True)
class Chapter:
    title: str
    text: SafeString


def chapters() -> list[Chapter]:
    """The file is HTML, which Markdown takes as it is, so that no converter is needed here."""
    _before, *parts = _HEADING.split(clean_rich_text(SOURCE.read_text("utf-8")))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [Chapter(title, mark_safe(text)) for title, text in pairs]  # noqa: S308 - cleaned above

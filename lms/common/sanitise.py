"""The one place where rich text is made safe: once when it is saved and again when it is shown.

Saved text is Wagtail's own form of HTML (a link to a page is `<a linktype="page" id="3">`), shown text is plain HTML; the
list below serves both, so that nothing which was stored before a rule changed reaches a reader.
"""

import re

import bleach

TAGS = frozenset({"a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "strong", "ul"})
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
LINK_TYPES = frozenset({"page", "document"})

_NUMBER = re.compile(r"\d{1,19}", re.ASCII)
_BLOCK_KEY = re.compile(r"[a-z0-9]{1,12}", re.ASCII)  # Draftail's name of a paragraph, which comments hang on
_UNREADABLE = re.compile(r"<(script|style|template|noscript|title|textarea)\b.*?(</\1\s*>|\Z)", re.I | re.S)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "data-block-key":
        return bool(_BLOCK_KEY.fullmatch(value))
    if tag != "a":
        return False
    if name == "linktype":
        return value in LINK_TYPES
    if name == "id":
        return bool(_NUMBER.fullmatch(value))
    return name == "href"


def clean_rich_text(html: str) -> str:
    """Idempotent. Tags outside the list go and their text stays, except where the text was never meant to be read."""
    html = _UNREADABLE.sub("", html.replace("\x00", ""))
    return str(bleach.clean(html, tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True))

"""No page carries style or script of its own: the content policy allows neither, and both belong to lms/static."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(ROOT.glob("[a-z]*/**/templates/**/*.html"))
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.S)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", re.I),
}


def inline_parts(html: str) -> list[str]:
    text = COMMENT.sub("", html)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def test_no_inline_style_or_script() -> None:
    found = {str(path.relative_to(ROOT)): inline_parts(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {path: parts for path, parts in found.items() if parts} == {}
    assert len(found) > 0


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p class="x" style="color:red">', ["a style attribute"]),
        ("<style>p{}</style>", ["a style element"]),
        ('<button onclick="go()">', ["an event attribute"]),
        ('<a href="javascript:go()">', ["a javascript: address"]),
        ("<script>go()</script>", ["an inline script"]),
        ('<script src="/static/a.js" defer></script>', []),
        ('<script type="application/json" id="x">{}</script>', []),
        ("{# never style= or <script> here #}<p>", []),
    ],
)
def test_the_search_sees_what_it_must(html: str, expected: list[str]) -> None:
    assert inline_parts(html) == expected

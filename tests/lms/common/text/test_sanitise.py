import re

import nh3
import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from lms.common.text.sanitise import PROTOCOLS, TAGS, clean_rich_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<p onclick=alert(1)>a</p>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="JaVa\tScRiPt:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>',
    '<a href="vbscript:x">a</a>',
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<iframe src="//evil.example"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<embed embedtype="media" url="https://evil.example">',
    '<p style="background:url(javascript:alert(1))">a</p>',
    "<style>p{}</style><p>a</p>",
    '<form action="//evil.example"><input name=q><button>x</button></form>',
    '<a linktype="page" id="3 onclick=alert(1)">a</a>',
    '<a linktype="user" id="3">a</a>',
    '<a href="/x" target="_blank" rel="opener" class="btn" name="main">a</a>',
    "<!--<img src=x onerror=alert(1)>--><p>a</p>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<p>a<script",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p data-block-key=\"x' onmouseover='alert(1)\">a</p>",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "<b\x00 onclick=alert(1)>a</b>",
]


def with_nh3(html: str) -> str:
    """The same rule by another library, whose HTML parser is a browser's."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: {"data-block-key"} for tag in TAGS - {"a"}}
        | {"a": {"href", "linktype", "id", "data-block-key"}},
        url_schemes=set(PROTOCOLS),
        link_rel=None,
    )


def same(one: str, other: str) -> bool:
    def plain(html: str) -> str:
        return (
            re.sub(r"<(br|hr)\s*/?>", r"<\1>", html)
            .replace("&nbsp;", "\xa0")
            .replace("&quot;", '"')
            .replace("&#39;", "'")
        )

    return plain(one) == plain(other)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_leads_astray_is_left(attack: str) -> None:
    cleaned = clean_rich_text(attack)
    assert (
        re.search(r"<[^>]*(script|onerror|onload|onclick|onmouseover|style|javascript|vbscript|data:)", cleaned, re.I)
        is None
    )
    assert (
        re.search(r"<(img|svg|math|iframe|object|embed|form|input|button|base|meta|style|script)", cleaned, re.I)
        is None
    )
    assert clean_rich_text(cleaned) == cleaned
    assert same(with_nh3(cleaned), cleaned)


def test_each_attack_is_changed() -> None:
    assert [attack for attack in ATTACKS if clean_rich_text(attack) == attack] == []


@pytest.mark.parametrize(
    "text",
    [
        '<h2 data-block-key="ab1cd">제목</h2><p data-block-key="x9">글 <b>굵게</b> <i>기울여</i></p>',
        "<ul><li>하나</li></ul><ol><li>둘</li></ol><blockquote>말씀</blockquote>",
        '<p><a linktype="page" id="3">쪽</a> <a linktype="document" id="12">파일</a></p>',
        '<p><a href="https://example.org/a?b=1&amp;c=2">밖</a></p>',
        '<p><a href="tel:0620000000">전화</a> <a href="mailto:a@b.kr">편지</a></p>',
        "<p>1 &lt; 2 &amp; 3</p>",
    ],
)
def test_what_editors_write_stays_as_it_is(text: str) -> None:
    assert clean_rich_text(text) == text
    assert same(with_nh3(text), text)


def test_what_was_stored_unclean_is_shown_clean() -> None:
    template = Template("{% load rich %}{{ value|rich_text }}")
    shown = template.render(Context({"value": RichText('<p onclick="x()">글<script>alert(1)</script></p>')}))
    assert shown == "<p>글</p>"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<>/=\"' abisvgpt!-&#;:xonload\x00\n\u0338\u037e\u1100\u1161\u202e", max_size=80))
def test_whatever_comes_the_result_is_stable_and_nh3_agrees(text: str) -> None:
    cleaned = clean_rich_text(text)
    assert clean_rich_text(cleaned) == cleaned
    assert re.search(r"<[a-z][^>]*\son", with_nh3(cleaned)) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>\u1100\u1161\u1102\u1161</p>", "<p>가나</p>"),
        ("<p>가\u202e나\x00\ud800\u200b</p>", "<p>가나</p>"),
        ("<p>\u0338가</p>", "<p>\u0338가</p>"),
    ],
)
def test_rich_text_is_as_clean_as_plain_text(typed: str, kept: str) -> None:
    assert clean_rich_text(typed) == kept
    assert clean_rich_text(kept) == kept

from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from pytest_django.asserts import assertInHTML

from lms.common.clock import seoul
from lms.common.ui import icons, progress
from lms.common.ui.progress import Step, steps
from tests.markup import start_tags


def render(template: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load ui %}" + template).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [
        (0, 12, 0),
        (1, 12, 8),
        (4, 12, 33),
        (11, 12, 91),
        (12, 12, 100),
        (13, 12, 100),
        (0, 0, None),
        (3, None, None),
        (999, 1000, 99),
        (1, 1000, 1),
        (-1, 5, 0),
        (0, -1, None),
    ],
)
def test_percent_says_all_only_when_all_is_done(done: int, total: int | None, percent: int | None) -> None:
    assert progress.percent(done, total) == percent


@pytest.mark.parametrize(
    ("done", "drawn", "words"),
    [(0, None, "0%"), (1, "25.1 314.2", "8%"), (11, "285.9 314.2", "91%"), (12, "314.2 314.2", "100%")],
)
def test_the_ring_draws_what_it_says(done: int, drawn: str | None, words: str) -> None:
    html = render("{% ring done 12 %}", done=done)
    assertInHTML(f'<text x="60" y="66">{words}</text>', html, count=1)
    assertInHTML(f"<p>{done} of 12 done</p>", html, count=1)
    if drawn is None:
        assert 'class="v"' not in html
    else:
        assert f'stroke-dasharray="{drawn}"' in html


def test_the_ring_with_nothing_to_do_shows_no_number() -> None:
    html = render("{% ring 0 0 %}")
    assert "%" not in html
    assert "NaN" not in html
    assert "There is nothing to finish yet." in html


def test_the_sentence_of_the_ring_is_escaped() -> None:
    html = render("{% ring 1 2 text %}", text="<b>")
    assertInHTML("<p>&lt;b&gt;</p>", html, count=1)
    assert start_tags(html, "b") == []


@pytest.mark.parametrize(
    ("share", "width"), [(0, 0), (0.5, 50), (1, 100), (1.4, 100), (-1, 0), (None, 0), (float("nan"), 0)]
)
def test_a_bar_stays_in_its_track(share: float | None, width: int) -> None:
    assertInHTML(f'<rect width="{width}" height="10"/>', render("{% bar share %}", share=share), count=1)


def test_a_bar_of_a_count() -> None:
    assertInHTML('<rect width="40" height="10"/>', render("{% bar 4 10 %}"), count=1)


def test_steps_before_the_current_one_are_done() -> None:
    assert [(s.label, s.state, s.note) for s in steps(["a", "b", "c"], 1, ["x"])] == [
        ("a", "done", "x"),
        ("b", "now", ""),
        ("c", "next", ""),
    ]
    assert [s.state for s in steps(["a", "b"], 2)] == ["done", "done"]


def test_a_status_line_says_its_states_in_words() -> None:
    html = render("{% statusline steps %}", steps=[Step("A", "done"), Step("B", "now"), Step("C", "stopped", "why")])
    assert start_tags(html, "li") == [{"class": "done"}, {"class": "now", "aria-current": "step"}, {"class": "stopped"}]
    for word in ("Done", "Now", "Stopped"):
        assertInHTML(f'<span class="state">{word}</span>', html, count=1)
    assert html.count('class="state"') == 3
    assertInHTML('<span class="muted">why</span>', html, count=1)


def test_an_icon_is_hidden_from_readers_and_an_unknown_one_fails() -> None:
    assert icons.icon("check").startswith('<svg class="ico" viewBox="0 0 24 24" aria-hidden="true">')
    with pytest.raises(KeyError):
        icons.icon("nothing")


def test_a_notice_keeps_its_markup_and_escapes_what_is_put_in() -> None:
    html = render('{% notice "warn" %}<p>{{ text }}</p>{% endnotice %}', text="<b>")
    assert 'class="notice notice-warn"' in html
    assert "<p>&lt;b&gt;</p>" in html


def test_a_tag_escapes() -> None:
    assert render('{% tag text "plain" %}', text="<b>") == '<span class="tag tag-plain">&lt;b&gt;</span>'


def test_when_is_a_time_that_breaks_only_between_day_and_hour() -> None:
    assert render("{% when d %}", d=date(2026, 12, 3)) == '<time datetime="2026-12-03">2026년 12월 3일(목)</time>'
    assert render('{% when d "short" %}', d=seoul(2026, 12, 3, 14)) == (
        '<time class="moment" datetime="2026-12-03T14:00:00+09:00"><span class="nowrap">12월 3일(목)</span> '
        '<span class="nowrap">오후 2시</span></time>'
    )
    assert render("{% when d %}", d=None) == ""


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("{% url_with page=3 %}", "?a=1&amp;a=2&amp;q=%EB%8F%99&amp;page=3"),
        ('{% url_with q="x" %}', "?a=1&amp;a=2&amp;q=x"),
        ("{% url_with q=None %}", "?a=1&amp;a=2"),
        ('{% url_with a="" page=1 %}', "?q=%EB%8F%99&amp;page=1"),
    ],
)
def test_url_with_keeps_the_rest_of_the_query(template: str, address: str) -> None:
    request = RequestFactory().get("/", {"a": ["1", "2"], "q": "동", "page": "9"})
    assert render(template, request=request) == address


def pages(number: int, count: int) -> str:
    page = Paginator(range(count), 10).get_page(number)
    template = '{% include "components/pagination.html" with page=page %}'
    return render(template, page=page, request=RequestFactory().get("/", {"q": "x"}))


def test_one_page_has_no_pagination() -> None:
    assert pages(1, 10) == ""


@pytest.mark.parametrize(("number", "before", "after"), [(1, 0, 1), (2, 1, 1), (3, 1, 0)])
def test_pagination_at_its_ends(number: int, before: int, after: int) -> None:
    html = pages(number, 25)
    assert html.count('rel="prev"') == before
    assert html.count('rel="next"') == after
    assert html.count("aria-current") == 1
    assert "?q=x&amp;page=" in html

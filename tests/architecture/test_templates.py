"""How templates are written: no style or script of their own, lines that can be read, buttons that Enter can't press by
mistake, and addresses that exist.

The content policy allows no inline style or script, and both belong to lms/static.
"""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

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
    # Mail programs load no style sheet, and run nothing.
    assert found.pop("templates/emails/base.html") == ["a style element"]
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


FORM = re.compile(r"<form\b.*?</form>", re.S)
ELSE = re.compile(r"{% else %}(?:(?!{% (?:if|else|endif)\b).)*{% endif %}", re.S)
BUTTON = re.compile(r'<button\b(?![^>]*\btype="(?:button|reset)")[^>]*>|<input\b[^>]*type="submit"[^>]*>')
DECIDES = re.compile(r"\s(?:name|formaction)=")
GUARD = '{% include "components/no_enter.html" %}'


def forms_that_enter_decides(html: str) -> list[str]:
    """Forms whose buttons do different things, and whose first one the Enter key presses from any field."""
    text = html
    while (one_branch := ELSE.sub("{% endif %}", text)) != text:
        text = one_branch
    found = []
    for form in FORM.findall(text):
        buttons = BUTTON.findall(form)
        guarded = GUARD in form.partition("<button")[0]
        if len(buttons) > 1 and any(DECIDES.search(button) for button in buttons) and not guarded:
            found.append(form)
    return found


def test_enter_presses_no_button_that_decides() -> None:
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in TEMPLATES}
    assert {path: found for path, text in texts.items() if (found := forms_that_enter_decides(text))} == {}
    assert sum(GUARD in text for text in texts.values()) >= 3


@pytest.mark.parametrize(
    ("form", "decided"),
    [
        ('<button name="yes">', False),
        ("<button><button>", False),
        ('<button name="yes"><button type="button" name="no">', False),
        ('{% if a %}<button name="a">{% else %}<button name="b">{% endif %}', False),
        ('<button name="yes"><button name="no">', True),
        ('<button><button name="no">', True),
        ('<button><button formaction="/no/">', True),
        ('<button name="yes"><input type="submit" value="no">', True),
        ('<button name="yes">{% include "components/no_enter.html" %}<button name="no">', True),
        ('{% include "components/no_enter.html" %}<button name="yes"><button name="no">', False),
    ],
)
def test_the_search_sees_which_button_enter_presses(form: str, decided: bool) -> None:
    assert bool(forms_that_enter_decides(f"<form>{form}</form>")) == decided


POST = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>(.*?)</form>", re.S)
# Forms that say not whose they are: what is written into them never comes back by itself.
WITHOUT_OWNER = {
    "templates/400.html": "sends again what a visitor wrote",
    "templates/429.html": "sends again what was written, which says itself whose it is",
    "templates/account/": "lets somebody in",
    "templates/common/display.html": "for visitors, too; each button is a whole choice",
    "templates/courses/curriculum/admin/": "of the Wagtail admin",
    "templates/invitations/invitation.html": "lets somebody in",
    "templates/mfa/": "lets somebody in",
    "templates/signin/address_link.html": "lets somebody in",
    "templates/signin/confirm_link.html": "lets somebody in",
    "templates/socialaccount/buttons.html": "lets somebody in",
    "templates/socialaccount/signup.html": "lets somebody in",
    "templates/staff/second_factor_lost.html": "of somebody who is not signed in yet",
}


def tokens(html: str) -> set[str]:
    """How the forms of a template show that they are the site's: by the bare token, by one with an owner, or not at all."""
    kinds = ("csrf_token", "form_token")
    return {next((kind for kind in kinds if f"{{% {kind} %}}" in form), "none") for form in POST.findall(html)}


def test_every_form_says_whose_it_is() -> None:
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in TEMPLATES}
    listed = {name for name in texts if name.startswith(tuple(WITHOUT_OWNER))}
    assert {name: found for name, text in texts.items() if (found := tokens(text) - {"form_token"})}.keys() == {
        name for name in listed if tokens(texts[name])
    }
    assert {start for start in WITHOUT_OWNER if not any(name.startswith(start) for name in listed)} == set()
    assert sum("form_token" in tokens(text) for text in texts.values()) > 30


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<form method="post">{% form_token %}</form>', {"form_token"}),
        ('<form class="x" method="post">{% csrf_token %}</form><form method="post"></form>', {"csrf_token", "none"}),
        ("<form></form>", set()),
    ],
)
def test_the_search_sees_whose_a_form_is(html: str, found: set[str]) -> None:
    assert tokens(html) == found


WIDTH = 120


def long_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > WIDTH]


def test_no_line_is_longer_than_one_can_read() -> None:
    """The formatter breaks what it can, and says nothing of a tag that is too long."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in TEMPLATES}
    assert {path: numbers for path, text in texts.items() if (numbers := long_lines(text))} == {}


def test_the_search_sees_which_line_is_long() -> None:
    assert long_lines("\n".join(["가" * WIDTH, "가" * (WIDTH + 1), " " * WIDTH + "x"])) == [2, 3]


ADDRESS = re.compile(r"""{% (?:url|url_or (?:"[^"]*"|'[^']*')) (?:"([^"]+)"|'([^']+)')""")


def names_of(text: str) -> set[str]:
    return {double or single for double, single in ADDRESS.findall(text)}


def is_known(name: str) -> bool:
    resolver = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return last in resolver.reverse_dict


def test_addresses_are_named_as_the_routes_are() -> None:
    """`url_or` falls back in silence, so a route that got another name would go unseen."""
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in TEMPLATES}
    unknown = {path: {name for name in names_of(text) if not is_known(name)} for path, text in texts.items()}
    assert {path: names for path, names in unknown.items() if names} == {}
    assert len(set().union(*map(names_of, texts.values()))) > 100


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('{% url "home" %}', {"home"}),
        ("<a href=\"{% url 'common:help' 1 %}\">", {"common:help"}),
        ("{% url_or '/my/' 'apply' run.pk %}{% url_or \"\" \"visit\" as there %}", {"apply", "visit"}),
        ("{% url_with page=1 %}{% url name %}", set()),
    ],
)
def test_the_search_sees_the_names(html: str, names: set[str]) -> None:
    assert names_of(html) == names


def test_a_route_that_is_not_there_is_unknown() -> None:
    assert [is_known(name) for name in ("nowhere", "common:nowhere", "common:help", "visit")] == [
        False,
        False,
        True,
        True,
    ]


def test_no_template_takes_the_date_of_a_moment() -> None:
    """It would be the date in UTC; `day_of` gives the one in Seoul."""
    wrong = [str(path.relative_to(ROOT)) for path in TEMPLATES if re.search(r"_at\.date\b", path.read_text("utf-8"))]
    assert wrong == []

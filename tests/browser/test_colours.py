"""Bright or dark: as the device is set, as somebody chose, and bright on paper. On a page made for it, with the site's CSS."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.once

CSS = Path(settings.BASE_DIR) / "lms/static/css"
TOKENS = (CSS / "tokens.css").read_text()
COLOURS = sorted(set(re.findall(r"(--[\w-]+): light-dark\(", TOKENS)))
BRIGHT, DARK = "rgb(245, 246, 243)", "rgb(20, 25, 23)"


def page_with(browser: "Browser", *, css: str, theme: str, device: Any, body: str = "") -> "Page":
    page = browser.new_context(color_scheme=device).new_page()
    chosen = "" if theme == "system" else f' data-theme="{theme}"'
    head = f"<meta charset=utf-8><title>made</title><style>{css}</style>"
    page.set_content(f"<!doctype html><html{chosen}><head>{head}</head><body>{body}</body></html>")
    return page


def computed(page: "Page", token: str) -> str:
    """The token as the colour of an element in a parent of magenta, which is what remains of a value that isn't one."""
    script = """token => {
        const outer = document.body.appendChild(document.createElement("p"));
        const inner = outer.appendChild(document.createElement("b"));
        outer.style.color = "#f0f";
        inner.style.color = `var(${token})`;
        return getComputedStyle(inner).color;
    }"""
    return str(page.evaluate(script, token))


@pytest.mark.parametrize(
    ("theme", "device", "background"),
    [
        ("system", "light", BRIGHT),
        ("system", "dark", DARK),
        ("light", "light", BRIGHT),
        ("light", "dark", BRIGHT),
        ("dark", "light", DARK),
        ("dark", "dark", DARK),
    ],
)
def test_the_choice_goes_before_the_device(browser: "Browser", theme: str, device: str, background: str) -> None:
    page = page_with(browser, css=TOKENS, theme=theme, device=device)
    assert computed(page, "--c-bg") == background
    page.context.close()


@pytest.mark.parametrize("theme", ["system", "light", "dark"])
def test_paper_has_the_bright_colours(browser: "Browser", theme: str) -> None:
    css = TOKENS + (CSS / "base.css").read_text()
    page = page_with(browser, css=css, theme=theme, device="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert {token: computed(page, token) for token in ("--c-surface", "--c-ink", "--c-danger", "--q3")} == {
        "--c-surface": "rgb(255, 255, 255)",
        "--c-ink": "rgb(0, 0, 0)",
        "--c-danger": "rgb(179, 38, 30)",
        "--q3": "rgb(20, 97, 63)",
    }
    page.context.close()


@pytest.mark.parametrize("device", ["light", "dark"])
def test_an_old_browser_has_a_colour_for_everything(browser: "Browser", device: str) -> None:
    """What this browser knows as light-dark() is renamed to something that none knows."""
    page = page_with(browser, css=TOKENS.replace("light-dark(", "not-known-yet("), theme="system", device=device)
    told = {token: computed(page, token) for token in COLOURS}
    assert len(told) == 30
    assert [token for token, colour in told.items() if colour == "rgb(255, 0, 255)"] == []
    assert told["--c-ink"] == told["--c-brand"] != told["--c-on-brand"] == told["--c-bg"]
    page.context.close()


def test_each_colour_is_written_once() -> None:
    """Bright and dark values stand in one line; nothing else asks which of the two the device has."""
    twice = [path.name for path in CSS.glob("*.css") if "prefers-color-scheme" in path.read_text()]
    assert twice == []
    spelled = [token for token in COLOURS if len(re.findall(rf"{token}: light-dark\(", TOKENS)) != 1]
    assert spelled == []

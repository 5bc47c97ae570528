"""Walks every page once and looks at it in each way that the tests ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

from lms.common.looks import Look

PHONE, NARROW = {"width": 390, "height": 844}, {"width": 320, "height": 700}
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # what another colour scheme can change
# Visible text, its size and, where no Korean is expected, its words; and whatever is told of a page as a whole.
FACTS = """() => {
  const small = [], english = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const text = node.textContent.trim(), element = node.parentElement;
    if (!text || !element.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 16) small.push(`${size} px: ${text.slice(0, 40)}`);
    // Addresses, such as those of refusals in the records, and abbreviations may stay.
    const plain = text.replace(/[\\w.+-]+@[\\w.-]+|https?:\\S+|(?<!\\S)(\\/[-\\w…]+)+\\/(?!\\S)|\\b[-\\dA-Z]+\\b/g, "");
    if (/[A-Za-z]{3,}/.test(plain)) english.push(text.slice(0, 80));
  }
  const filled = [...document.querySelectorAll("main .btn:not(.btn-2, .btn-danger, .btn-link)")];
  return {
    small, english,
    headings: document.querySelectorAll("h1").length,
    filled: filled.filter((button) => button.checkVisibility()).map((button) => button.textContent.trim()),
    particles: /[을이은와]\\([를가는과]\\)/.test(document.body.innerText),
    title: document.title,
    phone: document.querySelectorAll("a[href^='tel:']").length,
  };
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Seen:
    """What one page showed."""

    look: Look
    status: int = 0
    light: list[str] = field(default_factory=list)
    dark: list[str] = field(default_factory=list)
    overflow: int = 0
    overflow_large: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


AXE = Axe().axe_script
FINDINGS = """async (runOnly) => {
  const found = await axe.run({ runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}"""


def axe_finds(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """The script is half a megabyte, so it goes into a page once, however often it looks."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FINDINGS, rules)
    return found


def said(message: ConsoleMessage) -> str:
    """What the console said, if it is a complaint. An error page's own status is none."""
    if message.type not in {"error", "warning"} or "Failed to load resource" in message.text:
        return ""
    return f"{message.type}: {message.text}"


def walk(page: Page, site_url: str, looks: Iterable[Look]) -> list[Seen]:
    return [_see(page, site_url, look) for look in looks]


def _see(page: Page, site_url: str, look: Look) -> Seen:
    seen = Seen(look)

    def hear(message: ConsoleMessage) -> None:
        seen.console.extend(filter(None, [said(message)]))

    def note(response: Response) -> None:
        if not response.url.startswith((site_url, "data:")):
            seen.foreign.append(response.url)
        elif response.status >= 400 and response.url != site_url + look.path:
            seen.console.append(f"{response.status}: {response.url}")

    page.on("console", hear)
    page.on("response", note)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    answer = page.goto(site_url + look.path)
    seen.status = answer.status if answer else 0
    page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")
    seen.facts = page.evaluate(FACTS)
    seen.light = axe_finds(page)
    page.emulate_media(color_scheme="dark")
    seen.dark = axe_finds(page, COLOURS)
    page.set_viewport_size(NARROW)
    seen.overflow = page.evaluate(OVERFLOW)
    page.evaluate("document.documentElement.dataset.text = 'xl'")
    seen.overflow_large = page.evaluate(OVERFLOW)
    page.remove_listener("console", hear)
    page.remove_listener("response", note)
    return seen

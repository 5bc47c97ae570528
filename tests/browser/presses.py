"""Counting what a journey costs."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect


class Presses:
    """A person at a page. What is pressed is counted; typing is not."""

    def __init__(self, page: Page, site_url: str) -> None:
        self.page, self.site_url, self.count = page, site_url, 0

    def at(self, path: str) -> None:
        """Where the journey begins, or a look at the result: not counted."""
        self.page.goto(self.site_url + path)

    def press(self, what: Locator) -> None:
        self.count += 1
        what.click()

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True).first)

    def choose(self, text: str) -> None:
        """A chip or a card: people press its label."""
        self.press(self.page.locator("label", has=self.page.get_by_text(text, exact=True)).first)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def heading(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("h1")).to_have_text(text)

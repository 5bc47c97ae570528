"""That the watch over every page's policy sees something: on a page made for it."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.watch import watch_policy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

FORBIDDEN = {
    "inline script": "<script>document.title = 'ran'</script>",
    "inline handler": "<img src='data:,' onerror='document.title = 1'>",
    "inline style": "<p style='color: red'>마을</p>",
}
POLICY = "default-src 'self'; img-src 'self' data:"


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("content", [pytest.param(text, id=name) for name, text in FORBIDDEN.items()])
def test_what_the_policy_forbids_is_seen(browser: "Browser", content: str, javascript: bool) -> None:
    if not javascript and "style" not in content:
        pytest.skip("with scripts off there is no script to forbid")
    found = seen(browser, content, javascript)
    assert found
    assert all("http://127.0.0.1/made" in told for told in found)


def test_a_page_within_its_policy_is_left_alone(browser: "Browser") -> None:
    assert seen(browser, "<p>마을</p>", javascript=True) == []


def seen(browser: "Browser", content: str, javascript: bool) -> list[str]:
    def answer(route: "Route") -> None:
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        route.fulfill(status=200, headers=headers, body=f"<!doctype html><title>made</title>{content}")

    found: list[str] = []
    context = browser.new_context(java_script_enabled=javascript)
    try:
        page = context.new_page()
        watch_policy(context, page, found)
        page.route("http://127.0.0.1/made", answer)
        page.goto("http://127.0.0.1/made")
        page.wait_for_timeout(100)
    finally:
        context.close()
    return found

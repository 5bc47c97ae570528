"""What the first look at a page costs on a poor connection: everything as it travels, compressed."""

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

LOOKS, SCRIPTS = 60 * 1024, 40 * 1024
PAGES = [
    ("", "/"), ("", "/curriculum/"), ("", "/curriculum/mj-101/"), ("", "/communities/"), ("", "/experts/"),
    ("", "/accounts/login/"), ("trainee", "/my/"), ("mentor", "/mentor/logs/new/"), ("coordinator", "/office/"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_the_first_look_is_light(
    who: str, path: str, site: Site, sign_in: SignIn, open_page: "Callable[..., Page]"
) -> None:
    page = sign_in(site, who) if who else open_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    size = dict.fromkeys(("document", "stylesheet", "script"), 0)
    for answer in answers:
        assert answer.url.startswith((site.url, "data:")), answer.url
        if answer.request.resource_type in size and not _leads_on(answer):
            size[answer.request.resource_type] += len(gzip.compress(answer.body()))
    assert 0 < size["document"] + size["stylesheet"] <= LOOKS
    assert size["stylesheet"] > 0
    assert 0 < size["script"] <= SCRIPTS


def _leads_on(answer: "Response") -> bool:
    """A redirect, the last one of a sign-in included; the browser keeps no body of it."""
    return 300 <= answer.status < 400

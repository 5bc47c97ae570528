"""The buttons of Kakao and Naver, switched on by the environment alone, lead out in a real browser: a policy that forgot
their hosts would stop the form without a word."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from lms.demo.serving import Site
from tests.browser.server import Databases, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

ASKED = {
    "카카오": "https://kauth.kakao.com/oauth/authorize?client_id=kakao-client&",
    "네이버": "https://nid.naver.com/oauth2.0/authorize?client_id=naver-client&",
}


@pytest.fixture(scope="module")
def site_with_services(databases: Databases) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as environment:
        for service in ("kakao", "naver"):
            environment.setenv(f"{service.upper()}_CLIENT_ID", f"{service}-client")
            environment.setenv(f"{service.upper()}_CLIENT_SECRET", f"{service}-secret")
        with serving(databases, "services") as running:
            yield running


def button(page: "Page", site: Site, name: str) -> "Locator":
    page.goto(f"{site.url}/accounts/login/")
    return page.get_by_role("button", name=name)


@pytest.mark.parametrize("name", ASKED)
def test_the_button_leads_to_the_service(site_with_services: Site, open_page: Callable[..., "Page"], name: str) -> None:
    page = open_page()
    pressed = button(page, site_with_services, name)
    with page.expect_event("requestfailed") as left:  # the tests' network knows no other host
        pressed.click(no_wait_after=True)
    assert left.value.url.startswith(ASKED[name])
    assert left.value.failure == "net::ERR_NAME_NOT_RESOLVED"


def test_a_policy_without_the_host_would_stop_it(site_with_services: Site, browser: "Browser") -> None:
    def forget(route: "Route") -> None:
        if route.request.method == "POST":
            return route.continue_()
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace("https://kauth.kakao.com", "")
        return route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    context = browser.new_context(locale="ko-KR")
    try:
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.route("**/accounts/login/", forget)
        button(page, site_with_services, "카카오").click(no_wait_after=True)
        page.wait_for_timeout(1_500)
        assert [text for text in told if "form-action" in text]
    finally:
        context.close()

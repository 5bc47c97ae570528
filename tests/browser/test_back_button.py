"""Somebody else takes the tablet of the centre after a person signed out."""

from lms.common.looks import email_of
from lms.demo.serving import Site
from tests.browser.conftest import SignIn


def test_the_back_button_shows_nothing_after_signing_out(own_site: Site, sign_in: SignIn) -> None:
    page = sign_in(own_site, "trainee")
    page.goto(f"{own_site.url}/my/privacy/")
    assert email_of("trainee") in page.content()
    page.goto(f"{own_site.url}/my/profile/")
    page.locator("form[action='/accounts/logout/'] button").click()
    page.wait_for_url(f"{own_site.url}/")
    for _step in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert email_of("trainee") not in page.content()
    page.goto(f"{own_site.url}/my/privacy/")
    assert "/accounts/login/" in page.url

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from lms.common.ui.display import Display, display_of
from tests.markup import start_tags

pytestmark = pytest.mark.django_db


def test_unknown_cookies_count_as_not_chosen() -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {"theme": '"><script>', "text": "huge"}
    assert display_of(request) == Display("system", "md")


@pytest.mark.parametrize(("theme", "scheme"), [("system", "light dark"), ("light", "light"), ("dark", "dark")])
def test_the_browser_is_told_which_schemes_there_are(theme: str, scheme: str) -> None:
    assert Display(theme=theme).color_scheme == scheme


def test_getting_the_page_changes_nothing(client: Client) -> None:
    response = client.get(reverse("common:display"), {"text": "xl", "theme": "dark"})
    assert response.status_code == 200
    assert "text" not in response.cookies
    assert "theme" not in response.cookies


def test_a_choice_that_does_not_exist_is_refused(client: Client) -> None:
    response = client.post(reverse("common:display"), {"text": "huge"})
    assert response.status_code == 422
    assert "text" not in response.cookies


def test_one_press_keeps_one_choice_and_every_page_shows_it(client: Client) -> None:
    response = client.post(reverse("common:display"), {"text": "xl", "next": "/help/"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/display/?next=%2Fhelp%2F"
    assert response.cookies["text"].value == "xl"
    assert "theme" not in response.cookies
    page = client.get(reverse("common:help")).content.decode()
    assert start_tags(page, "html") == [{"lang": "ko", "data-text": "xl"}]


def test_the_server_writes_the_theme_before_any_script_runs(client: Client) -> None:
    client.cookies["theme"] = "dark"
    page = client.get(reverse("common:help")).content.decode()
    assert start_tags(page, "html") == [{"lang": "ko", "data-theme": "dark"}]
    assertInHTML('<meta name="color-scheme" content="dark">', page, count=1)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:///x"])
def test_the_way_back_leads_to_this_site_only(client: Client, address: str) -> None:
    posted = client.post(reverse("common:display"), {"text": "lg", "next": address})
    assert posted.headers["Location"] == "/display/"
    shown = client.get(reverse("common:display"), {"next": address})
    assert shown.context["next"] == ""


def test_the_way_back_is_offered(client: Client) -> None:
    page = client.get(reverse("common:display"), {"next": "/help/?a=1"}).content.decode()
    assert '<a class="btn" href="/help/?a=1">' in page

"""How an installation begins, where its mails lead, and old addresses of its pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from wagtail.models import Page, Site, Workflow

from cms.domain import first_site
from cms.models import HomePage
from courses.curriculum.models import CoursePage
from lms.accounts.models import User
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def welcome() -> Site:
    """As Wagtail's migrations leave it."""
    Site.objects.all().delete()
    page = Page.get_first_root_node().add_child(title="Welcome to your new Wagtail site!", slug="welcome")
    return Site.objects.create(hostname="localhost", port=80, root_page=page, is_default_site=True)


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [("https://campus.example.org", "campus.example.org", 443), ("http://127.0.0.1:8010", "127.0.0.1", 8010)],
)
def test_mails_lead_to_the_address_of_the_settings(welcome: Site, address: str, host: str, port: int) -> None:
    home = pages.below(Page.get_first_root_node(), HomePage(title="첫 화면", slug="first", lead="배웁니다"))
    first_site.begin_at(home)
    with override_settings(BASE_URL=address):
        first_site.take_address()
    welcome.refresh_from_db()
    assert (welcome.hostname, welcome.port) == (host, port)
    assert HomePage.objects.get(pk=home.pk).full_url == f"{address}/"


def test_an_address_that_somebody_set_stays(welcome: Site) -> None:
    Site.objects.update(hostname="mine.example.org")
    first_site.take_address()
    welcome.refresh_from_db()
    assert welcome.hostname == "mine.example.org"


def test_the_first_page_says_so_in_korean_and_gives_way_to_the_home_page(client: Client, welcome: Site) -> None:
    before = client.get("/")
    assert "사이트를 준비하고 있습니다" in before.content.decode()
    assert "/cms/pages/add/" not in before.content.decode()
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    assert "/cms/pages/add/cms/homepage/1/" in client.get("/").content.decode()
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="우리 마을", slug="ours", lead="이웃과 배웁니다", live=False)
    )
    home.save_revision()
    welcome.refresh_from_db()
    assert welcome.root_page_id != home.pk
    pages.publish(home)
    welcome.refresh_from_db()
    assert welcome.root_page_id == home.pk
    assert "우리 마을" in client.get("/").content.decode()


def test_the_old_address_of_a_course_leads_to_the_new_one(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    course = pages.published_course(lessons=1, slug="old-name")
    assert client.get("/curriculum/old-name/").status_code == 200
    course = CoursePage.objects.get(pk=course.pk)
    course.slug = "new-name"
    with django_capture_on_commit_callbacks(execute=True):
        pages.publish(course)
    answer = client.get("/curriculum/old-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/curriculum/new-name/")
    assert client.get("/curriculum/nobodys-name/").status_code == 404


def test_the_old_address_of_a_page_leads_to_the_new_one(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = pages.content(title="알림", slug="old")
    page.slug = "new"
    with django_capture_on_commit_callbacks(execute=True):
        pages.publish(page)
    assert client.get("/old/")["Location"].endswith("/new/")


def test_what_migrations_name_in_english_has_a_korean_name() -> None:
    assert Page.get_first_root_node().title == "모든 페이지"
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()

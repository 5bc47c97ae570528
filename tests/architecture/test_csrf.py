"""The token is asked for by one middleware, and no view takes itself out of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from rest_framework.authentication import SessionAuthentication

from lms.accounts.enums import Role
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from tests.factories import pages, people


def views(patterns: Any = None) -> Iterator[Callable[..., Any]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


# Of the admin. Django REST framework asks for the token by itself, of whoever is signed in by a session.
ASK_THEMSELVES = {"PagesAdminAPIViewSet", "ImagesAdminAPIViewSet", "DocumentsAdminAPIViewSet"}


def test_no_view_is_exempt() -> None:
    found = list(views())
    assert len(found) > 400
    exempt = [view for view in found if getattr(view, "csrf_exempt", False)]
    assert {view.__qualname__ for view in exempt} == ASK_THEMSELVES
    assert {tuple(view.cls.authentication_classes) for view in exempt} == {(SessionAuthentication,)}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/my/notifications/read/", "/office/", "/cms/pages/1/delete/"])
def test_a_form_of_another_site_does_nothing(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.staff(people.centre(), Role.COORDINATOR, is_superuser=True))
    for headers in ({"origin": "https://elsewhere.example"}, {}):
        answer = client.post(address, headers=headers)
        assert (answer.status_code, answer.templates[0].name) == (400, "400.html")


@pytest.mark.django_db
def test_nor_does_one_to_the_admins_own_programs() -> None:
    client, page = Client(enforce_csrf_checks=True), pages.content(live=True)
    client.force_login(people.user(is_superuser=True))
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "unpublish"])
    assert client.post(address, {}).status_code == 403
    page.refresh_from_db()
    assert page.live


@pytest.mark.django_db
def test_the_own_form_does_it() -> None:
    client, person = Client(enforce_csrf_checks=True), people.user()
    client.force_login(person)
    notify(person=person, kind="seat", key="seat:1", title="자리", path="/")
    client.get("/my/profile/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    assert client.post("/my/notifications/read/", {"csrfmiddlewaretoken": token}).status_code == 302
    assert Notice.objects.get().read_at is not None

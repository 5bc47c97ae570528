"""Opening a notice."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.notifications.domain import notify
from lms.notifications.models import Notice
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_nobody_opens_the_notice_of_another(client: Client) -> None:
    notice = notify(person=people.user(), kind="seat", key="seat:1", title="자리", path="/my/")
    page = reverse("notice", args=[notice.pk])
    assert client.get(page).status_code == 302
    client.force_login(people.user())
    assert client.get(page).status_code == 404
    assert Notice.objects.get().read_at is None


def test_one_that_was_opened_is_no_longer_new_nor_are_others_about_the_same(client: Client) -> None:
    person = people.user()
    first, same, other = (
        notify(person=person, kind="visit", key=f"visit:{n}", title="일지", path=path)
        for n, path in enumerate(("/community/visits/1/", "/community/visits/1/", "/community/visits/2/"))
    )
    client.force_login(person)
    for name in ("notices", "my_home"):
        assert f'href="{reverse("notice", args=[first.pk])}"' in client.get(reverse(name)).content.decode()
    for _again in range(2):
        assert client.get(reverse("notice", args=[first.pk])).headers["Location"] == "/community/visits/1/"
    new = set(Notice.objects.filter(read_at=None).values_list("pk", flat=True))
    assert (new, same.pk in new) == ({other.pk}, False)

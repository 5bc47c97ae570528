"""Opening a notice."""

from typing import Any

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


# ── the page itself, as from the link of an e-mail


def test_a_page_that_its_person_opens_makes_its_notices_read(client: Client) -> None:
    person, page = people.user(), reverse("my_learning")
    paths = (page, f"{page}#seat", f"{page}?all=1", reverse("my_certificates"))
    mine = [
        notify(person=person, kind="seat", key=f"seat:{n}", title="자리", path=path) for n, path in enumerate(paths)
    ]
    of_another = notify(person=people.user(), kind="seat", key="seat:9", title="자리", path=page)
    client.get(page)  # leads to the sign-in page
    client.force_login(person)
    client.head(page)
    client.post(page)
    assert not Notice.objects.filter(read_at__isnull=False).exists()
    assert counted(client.get(page)) == 2
    assert new() == {mine[2].pk, mine[3].pk, of_another.pk}
    assert counted(client.get(f"{page}?all=1")) == 1
    assert new() == {mine[3].pk, of_another.pk}


def test_a_page_that_is_refused_is_not_read(client: Client) -> None:
    person = people.user()
    notify(person=person, kind="seat", key="seat:1", title="자리", path=reverse("notice", args=[9999]))
    client.force_login(person)
    assert client.get(reverse("notice", args=[9999])).status_code == 404
    assert len(new()) == 1


def test_the_office_sees_how_many_are_new(client: Client) -> None:
    coordinator = people.staff(people.centre())
    for n in range(2):
        notify(person=coordinator, kind="seat", key=f"seat:{n}", title="자리", path=f"/office/runs/{n}/")
    client.force_login(coordinator)
    assert counted(client.get(reverse("office_home"))) == 2


def new() -> set[int]:
    return set(Notice.objects.filter(read_at=None).values_list("pk", flat=True))


def counted(response: Any) -> int:
    """As the tab says it."""
    tabs: list[Any] = response.context["section"].tabs
    return int(next(tab.count for tab in tabs if tab.url == reverse("notices")))

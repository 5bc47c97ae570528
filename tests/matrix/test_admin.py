"""Everything in the Wagtail admin is closed to those who have no part in it."""

import pytest
from django.test import Client

from lms.accounts.enums import Role
from tests.factories import people
from tests.matrix import walk

pytestmark = pytest.mark.django_db

# Words and pictures of the admin's own looks, and addresses that only send to the site's sign-in.
OPEN_TO_ALL = {"/cms/login/", "/cms/logout/", "/cms/jsi18n/", "/cms/sprite/"}


def test_the_admin_is_closed_to_all_but_editors_reviewers_and_superusers() -> None:
    centre = people.centre()
    addresses = [path for path in walk.admin_addresses() if path not in OPEN_TO_ALL]
    assert len(addresses) > 100
    opened = []
    for who in (
        None,
        people.user(),
        *(people.staff(centre, role) for role in (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)),
    ):
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(who)
        for path in addresses:
            answer = walk.answer(client.get(path))
            if answer not in {"in", "not", "no", "never", "go"}:
                opened.append(f"{who} {path}: {answer}")
    assert opened == []

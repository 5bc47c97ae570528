"""A role that begins while another is saved: nobody is put out of the editors' group again."""

from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.domain import staffing
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from tests.factories import people
from tests.races.together import at_once, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def editors_after_both(monkeypatch: pytest.MonkeyPatch) -> tuple[set[User], User]:
    """The coordinator's role is saved first, and is still at it when the editor's is."""
    centre, editor, coordinator = people.centre(), people.user(), people.user()
    staffing.sync_centre(centre)
    has_read, is_saved, people_of = Event(), Event(), staffing._people

    def slowly(groups: Any, of: Centre) -> Any:
        found = people_of(groups, of)
        if not has_read.is_set():
            has_read.set()
            is_saved.wait(timeout=0.6)
        return found

    def begin(who: User) -> None:
        role = Role.COORDINATOR if who == coordinator else Role.EDITOR
        if role == Role.EDITOR:
            has_read.wait(timeout=5)
        Membership.objects.create(centre=centre, person=who, role=role, since=clock.today())
        if role == Role.EDITOR:
            is_saved.set()

    monkeypatch.setattr(staffing, "_people", slowly)
    assert at_once(begin, [coordinator, editor]) == ["done", "done"]
    group = Group.objects.get(name=f"{centre.slug} {staffing.GROUP_NAMES[Role.EDITOR]}")
    return set(group.user_set.all()), editor


def test_an_editor_stays_who_begins_while_another_role_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    editors, editor = editors_after_both(monkeypatch)
    assert editors == {editor}


def test_control_without_the_lock_the_editor_is_put_out(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Centre)
    editors, _editor = editors_after_both(monkeypatch)
    assert editors == set()

"""A centre's fields and stages: its managers make, rename, order and close them. None is deleted, since communities rest on
them. And the centre's own row: whom people call."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_manage
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.seen import Seen, only_changed
from lms.office.queries.reference import Row
from mentoring.communities.models import Stage
from mentoring.corps.models import Field


@transaction.atomic
def create_row(*, model: type[Field] | type[Stage], centre: Centre, actor: User, name: str) -> Row:
    """At the end of the list. A second press gives the row that is already there."""
    _check_manages(actor, centre)
    centre = transitions.lock(centre)  # two presses at once would both find the name and the last place free
    rows: Any = model.objects.filter(centre=centre)
    if there := rows.filter(name=name).first():
        if there.closed_on:
            raise _name_taken()
        return there
    last = rows.aggregate(last=Max("order"))["last"] or 0
    code = {"code": _free_code(rows, last + 1)} if model is Field else {}
    row: Row = model.objects.create(centre=centre, name=name, order=last + 1, **code)
    statelog.record(row, action="create", actor=actor, data={"name": name})
    return row


@transaction.atomic
def change_row(*, row: Row, actor: User, seen: Seen | None = None, **content: Any) -> Row:
    """`content`: name, order. What stood in that place takes this one's. `seen` is what the form showed."""
    _check_manages(actor, row.centre)
    row = transitions.lock(row)
    changed = {name: value for name, value in only_changed(row, content, seen).items() if getattr(row, name) != value}
    others: Any = type(row).objects.filter(centre=row.centre_id).exclude(pk=row.pk)
    if "name" in changed and others.filter(name=changed["name"]).exists():
        raise _name_taken()
    if changed:
        _put(row, changed, others, actor)
        statelog.record(row, action="change", actor=actor, data=changed)
    return row


@transaction.atomic
def close_row(*, row: Row, actor: User) -> Row:
    """It can't be chosen any more; whatever has it keeps it."""
    _check_manages(actor, row.centre)
    row = transitions.lock(row)
    if row.closed_on is None:
        _write(row, {"closed_on": clock.today()})
        statelog.record(row, action="close", actor=actor)
    return row


@transaction.atomic
def reopen_row(*, row: Row, actor: User) -> Row:
    _check_manages(actor, row.centre)
    row = transitions.lock(row)
    if row.closed_on is not None:
        _write(row, {"closed_on": None})
        statelog.record(row, action="reopen", actor=actor)
    return row


@transaction.atomic
def change_centre(*, centre: Centre, actor: User, seen: Seen | None = None, **content: Any) -> Centre:
    """`content`: address, contact_name, phone, hours. `seen` is what the form showed."""
    _check_manages(actor, centre)
    centre = transitions.lock(centre)
    new = only_changed(centre, content, seen)
    changed = {name: value for name, value in new.items() if getattr(centre, name) != value}
    if changed:
        _write(centre, changed)
        statelog.record(centre, action="change", actor=actor, data=changed)
    return centre


def _check_manages(actor: User, centre: Centre) -> None:
    if not may_manage(actor, centre):
        raise not_manager()


def _free_code(rows: Any, number: int) -> str:
    """A name for addresses: people write theirs in Hangul."""
    taken = set(rows.values_list("code", flat=True))
    while f"field-{number}" in taken:
        number += 1
    return f"field-{number}"


def _put(row: Row, changed: dict[str, Any], others: Any, actor: User) -> None:
    """A place holds one: whoever has it waits behind the last until this one's is free."""
    place = row.order
    other = others.filter(order=changed["order"]).first() if "order" in changed else None
    if other:
        _write(other, {"order": max(place, *others.values_list("order", flat=True)) + 1})
    _write(row, changed)
    if other:
        _write(other, {"order": place})
        statelog.record(other, action="change", actor=actor, data={"order": place})


def _write(row: Row | Centre, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*changed])


def _name_taken() -> DomainError:
    message = _("This name is in the list already.")
    return DomainError(message, code="name_taken", fields={"name": message})

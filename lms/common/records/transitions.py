"""The one way in which a row changes its state: lock what the step rests on, check the table, write, log.

The locks are those that the row's subject declares (`machines`), always in the same order, so that two steps on the same
rows wait for each other instead of stopping each other. SQLite takes its write lock at BEGIN and needs none of them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import statelog
from lms.common.records.machines import Lock, machine_of, subject_of

Row = TypeVar("Row", bound=models.Model)
_HELD = "_held_with"  # on a locked row: the marks of its locks


def lock(row: Row, *, action: str | None = None, within: Iterable[models.Model] = ()) -> Row:
    """The row as it is now, locked, and its relatives on the way to it, as its subject declares.

    `action` where a step locks less than the others; `within` are rows that this transaction has locked already.
    """
    fresh: Row = lock_beside(row, action=action, within=within)[0]
    return fresh


def lock_by_id(model: type[Row], pk: Any) -> Row:
    """Where nothing stands above the row."""
    return lock(model(pk=pk))


def lock_beside(
    row: Row, *siblings: models.Model, action: str | None = None, within: Iterable[models.Model] = ()
) -> tuple[Any, ...]:
    """As `lock`, and beside each row on the way those of its kind, in one order: the row, then the siblings as given."""
    path = subject_of(row).path(action)
    held = {(one._meta.label_lower, one.pk): one for one in within}
    for step in path:
        wanted = {_pk_of(row, step)} | {one.pk for one in siblings if one._meta.label_lower == step.model}
        held |= {
            (step.model, one.pk): one for one in _locked(step, [pk for pk in wanted if (step.model, pk) not in held])
        }
    fresh = held[row._meta.label_lower, row.pk]
    for step in reversed(path[:-1]):
        if _pk_of(fresh, step) != _pk_of(row, step):
            refuse(fresh)  # it was put under other rows while it was waited for
        _hang(fresh, step, held[step.model, _pk_of(row, step)])
    for one in held.values():
        _hold(one, path)
    return (fresh, *(held[one._meta.label_lower, one.pk] for one in siblings))


def lock_each(
    rows: models.QuerySet[Row], *, action: str | None = None, within: Collection[models.Model] = ()
) -> list[Row]:
    """Rows of one kind, locked in the order of their ids under rows above them that are locked already.

    What the query asks for is asked again once the lock is there: a row that changed while it was waited for is left out.
    """
    locked = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    for one in locked:
        count_as_locked(one, action=action, within=within)
    return locked


def count_as_locked(row: models.Model, *, action: str | None = None, within: Iterable[models.Model]) -> None:
    """For a row that this transaction writes, under rows above it that are locked: nobody else sees it before the end."""
    above = {(one._meta.label_lower, one.pk): one for one in within}
    path = subject_of(row).path(action)
    for step in reversed(path[:-1]):
        _hang(row, step, above[step.model, _pk_of(row, step)])
    _hold(row, path)


def check(row: models.Model, action: str) -> None:
    """Refuse what the table doesn't list for the state of this (locked) row; for guards that should come after it."""
    if not machine_of(row).allows(row.state, action):  # type: ignore[attr-defined]
        refuse(row)


def refuse(row: models.Model) -> NoReturn:
    said = _("This is not possible any more: it is now “%(state)s”. Please look at the page again.")
    raise DomainError(said % {"state": row.get_state_display()}, code="state")  # type: ignore[attr-defined]


def move(
    row: models.Model,
    action: str,
    *,
    actor: Any,
    reason: str = "",
    to: str | None = None,
    data: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> StateChange:
    """Take one step of the row's table and write the log row. `to` where the step leads to several states; `changes` are
    other fields that change with it. `actor` None is the clock. A row that isn't locked yet is locked first."""
    machine = machine_of(row)
    path = machine.path(action)
    if not {step.model for step in path} <= _held(row):
        vars(row).update(vars(lock(row, action=action)))
        _hold(row, path)
    before = row.state  # type: ignore[attr-defined]
    targets = machine.targets(before, action)
    if not targets or (to is not None and to not in targets):
        refuse(row)
    new = {**(changes or {}), "state": to or _only(targets, action)}
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=[*new])
    return statelog.record(
        row,
        action=action,
        from_state=before,
        to_state=new["state"],
        actor=actor,
        reason=reason,
        data=data,
        is_locked=True,
    )


def move_parts(rows: models.QuerySet[Any], action: str, *, to: str | None = None, **changes: Any) -> int:
    """Parts of a locked whole, all that the table allows, in one write. The log of the whole tells of them."""
    machine = machine_of(rows.model)
    if not machine.part_of:
        raise TypeError(f"{machine.model} is no part: each of its steps has a line of its own in the log")
    target = to or _only(
        frozenset().union(*(machine.targets(state, action) for state in machine.states.values)), action
    )
    sources = [state for state in machine.states.values if target in machine.targets(state, action)]
    return rows.filter(state__in=sources).update(state=target, **changes)


# ── within


def _only(targets: frozenset[str], action: str) -> str:
    (target,) = targets  # a step with several targets needs `to`
    return target


def _locked(step: Lock, pks: list[Any]) -> list[Any]:
    """`no_key`: rows that only point at these may come in meanwhile. Against a full lock every notice to a person, and
    every row of a community, would wait, and two that wait crosswise would stop each other."""
    if not pks:
        return []
    model: Any = apps.get_model(step.model)
    rows = model._base_manager.select_related(*step.related).select_for_update(of=(*step.also, "self"), no_key=True)
    rows = rows.filter(pk__in=pks).order_by(*step.siblings)
    found = list(rows)
    if len(found) < len(pks):
        # While a row was waited for it may have got another relative: PostgreSQL holds the new row against the relative
        # of before, and leaves out what doesn't fit. A second look reads both as they are now.
        found = list(rows.all())
    if len(found) < len(pks):
        raise model.DoesNotExist(f"{step.model} {pks} is gone")
    return found


def _pk_of(row: Any, step: Lock) -> Any:
    way = step.by[0]
    if not way:
        return row.pk
    *owners, last = way.split(".")
    return getattr(_follow(row, owners), f"{last}_id")


def _hang(row: Any, step: Lock, found: models.Model) -> None:
    for way in step.by:
        *owners, last = way.split(".")
        setattr(_follow(row, owners), last, found)


def _follow(row: Any, names: Iterable[str]) -> Any:
    for name in names:
        row = getattr(row, name)
    return row


class _Mark:
    """That a row is locked with rows of these models, while it waits for the commit: a transaction or savepoint that is
    rolled back gives its locks up, and forgets what waited in it."""

    def __init__(self, models_locked: frozenset[str]) -> None:
        self.models = models_locked

    def __call__(self) -> None:
        """At the commit nothing waits any more."""


def _hold(row: models.Model, path: Iterable[Lock]) -> None:
    """Until the transaction ends."""
    mark = _Mark(frozenset(step.model for step in path))
    vars(row).setdefault(_HELD, []).append(mark)
    transaction.on_commit(mark)


def _held(row: models.Model) -> frozenset[str]:
    waiting = {id(entry[1]) for entry in transaction.get_connection().run_on_commit}
    held = (mark.models for mark in vars(row).get(_HELD, ()) if id(mark) in waiting)
    return frozenset().union(*held)

"""What may be done to a thing, in a table: its states and steps, the words of every action, the rows that a step locks.

Each topic's stand in its `enums`, beside the `TextChoices`. `transitions` acts on them; nothing here touches a row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from lms.common.registry import Registry

Targets = str | frozenset[str]
Table = Mapping[str, Mapping[str, Targets]]


@dataclass(frozen=True)
class Words:
    """An action in the records ("approved") and, where people press it, as a button ("Approve")."""

    done: str | Promise
    button: str | Promise = ""


@dataclass(frozen=True)
class Lock:
    """One row that is locked before a step. `by` are the ways to it over the thing's relations, "" being the thing itself;
    the locked row is put at the end of each.

    `also` are relations of that row which are locked with it and before it, `related` those that are read with it.
    `siblings` is the order in which several such rows are locked at once.
    """

    model: str
    by: tuple[str, ...] = ("",)
    also: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ("pk",)


@dataclass(frozen=True)
class Subject:
    """What is done to a thing of a model. Actions that change no state have their words here, too.

    `noun` is what the records call it, where that isn't the model's own name.
    """

    model: str
    words: Mapping[str, Words] = field(default_factory=dict)
    lock: tuple[Lock, ...] = ()
    noun: str | Promise = ""

    def path(self, action: str | None = None) -> tuple[Lock, ...]:
        """The rows that an action locks, in their order."""
        return self.lock


@dataclass(frozen=True, kw_only=True)
class Machine(Subject):
    """A thing with states, the first of which is the one in which it begins. What the table doesn't list can't happen.

    `alone` are the actions that touch nothing of what the rows above guard, and lock the thing's own row only. A part
    (`part_of`) moves with its whole, whose lock it rests under and whose log tells of it.
    """

    states: type[models.TextChoices]
    table: Table
    alone: frozenset[str] = frozenset()
    part_of: str = ""

    def path(self, action: str | None = None) -> tuple[Lock, ...]:
        if self.part_of:
            return SUBJECTS[self.part_of].path()
        return self.lock[-1:] if action in self.alone else self.lock

    def targets(self, state: str, action: str) -> frozenset[str]:
        to = self.table.get(state, {}).get(action, frozenset())
        return frozenset({to}) if isinstance(to, str) else to

    def allows(self, state: str, action: str) -> bool:
        return bool(self.targets(state, action))

    @property
    def actions(self) -> frozenset[str]:
        return frozenset(action for steps in self.table.values() for action in steps)


SUBJECTS: Registry[Subject] = Registry("subjects")  # by model


def machines() -> Iterator[Machine]:
    return (subject for subject in SUBJECTS.values() if isinstance(subject, Machine))


def subject_of(row: models.Model) -> Subject:
    return SUBJECTS[row._meta.label_lower]


def machine_of(model: type[models.Model] | models.Model) -> Machine:
    subject = SUBJECTS[model._meta.label_lower]
    if not isinstance(subject, Machine):
        raise TypeError(f"{subject.model} has no states")
    return subject


def open_actions(row: models.Model) -> frozenset[str]:
    """What the table lists for the state of this row. Whether somebody may do it is another question."""
    return frozenset(machine_of(row).table.get(row.state, {}))  # type: ignore[attr-defined]


def words_of(model: str, action: str) -> Words | None:
    subject = SUBJECTS.get(model)
    return subject.words.get(action) if subject else None


def noun_of(model: str) -> str | Promise:
    """Of a model that is listed or is there at all; else nothing, since the records outlive models."""
    subject = SUBJECTS.get(model)
    label, _, name = model.partition(".")
    known = label in apps.app_configs and apps.all_models[label].get(name)
    return (subject and subject.noun) or (known and known._meta.verbose_name) or ""

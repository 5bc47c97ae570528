"""What must be true of the whole database, recomputed. Each app registers its checks; `manage.py verify` runs them all.

A finding names rows by table and number, never a person.
"""

from collections.abc import Callable, Iterable, Iterator

from django.apps import apps
from django.db import connection
from django.db.models import F, ForeignKey, Model

from lms.common import triggers

Check = Callable[[], Iterable[str]]
CHECKS: dict[str, Check] = {}


def register(**checks: Check) -> None:
    """Called from `AppConfig.ready`; the name of a check says what holds: `seats_within_capacity=…`."""
    CHECKS.update(checks)


def findings() -> Iterator[tuple[str, str]]:
    """Name of the check and what it found, one pair for each row that breaks it."""
    for name, check in CHECKS.items():
        for found in check():
            yield name, found


def rows(found: Iterable[Model]) -> Iterator[str]:
    return (f"{row._meta.label} {row.pk}" for row in found)


def triggers_in_place() -> Iterator[str]:
    wanted = {trigger.full_name for trigger in triggers.wanted(connection)}
    there = triggers.installed(connection)
    yield from (f"{name} is missing" for name in sorted(wanted - there))
    yield from (f"{name} is not in the list" for name in sorted(there - wanted))


def centre_is_the_parents() -> Iterator[str]:
    """A row that belongs to a centre rests on rows of the same centre only."""
    for model in apps.get_models():
        if not _has_centre(model):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and _has_centre(field.related_model):
                strays = model._default_manager.filter(**{f"{field.name}__isnull": False})
                for row in strays.exclude(**{f"{field.name}__centre": F("centre")}).only("pk"):
                    yield f"{model._meta.label} {row.pk}: its {field.name} belongs to another centre"


def _has_centre(model: type[Model]) -> bool:
    return any(field.name == "centre" and isinstance(field, ForeignKey) for field in model._meta.concrete_fields)

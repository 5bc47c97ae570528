"""Two people at one form: what the second had before their eyes is compared with what stands there now, under the lock.

A form carries a stamp of each of its fields (`SeenMixin` in lms/common/ui/seen.py). Only what a person changed is written;
what a colleague changed meanwhile stays, and where both changed the same, the second is asked.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from lms.common.errors import DomainError

Seen = Mapping[str, str]  # by field, a digest of what was shown


class ChangedMeanwhile(DomainError):
    """A colleague has changed the same fields; nothing was written."""

    CODE = "changed_meanwhile"

    def __init__(self) -> None:
        said = _("A colleague has changed the same meanwhile. Nothing is saved yet: please look at both and decide.")
        super().__init__(said, code=self.CODE)


def seen_of(row: object, names: tuple[str, ...]) -> Seen:
    return stamp({name: getattr(row, name) for name in names})


def stamp(values: Mapping[str, Any]) -> Seen:
    """Of what is no row's fields, such as the marks of a sheet."""
    return {name: digest(value) for name, value in values.items()}


def only_changed(row: object, fields: Mapping[str, Any], seen: Seen | None) -> dict[str, Any]:
    """Of `fields` those that the person changed. `row` has them as attributes and is locked; without a stamp, as in a command,
    all of them."""
    return changed_of({name: getattr(row, name) for name in seen or {} if name in fields}, fields, seen)


def changed_of(now: Mapping[str, Any], sent: Mapping[str, Any], seen: Seen | None) -> dict[str, Any]:
    """The same of values that are no row's fields; `now` is what stands there under the lock."""
    if not seen:
        return dict(sent)
    mine = {name: value for name, value in sent.items() if digest(value) != seen.get(name)}
    for name, value in mine.items():
        if name in seen and digest(now.get(name)) not in {seen[name], digest(value)}:
            raise ChangedMeanwhile
    return mine


def digest(value: Any) -> str:
    return sha256(json.dumps(_plain(value)).encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """One text for what a form, a row and a manager of rows say of the same."""
    if isinstance(value, models.Manager):
        value = value.all()
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(second=0, microsecond=0).isoformat()
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return sorted(str(_plain(one)) for one in value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()

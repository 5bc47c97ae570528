"""Whose data an account or an address has touched: who has to be told after a breach (개인정보 보호법 제34조)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Q

from lms.accounts.models import User
from lms.common.models import AccessLog, StateChange


@dataclass
class Affected:
    first: datetime
    last: datetime
    times: int = 0
    what: set[str] = field(default_factory=set)


def affected(*, since: datetime, until: datetime, account: User | None, address: str) -> list[tuple[User, Affected]]:
    """Everybody whose data were read, downloaded or changed, with when and what, by name."""
    who = Q(at__gte=since, at__lte=until)
    if account:
        who &= Q(actor=account)
    if address:
        who &= Q(ip=address)
    found: dict[int, Affected] = {}

    def touch(person: int, at: datetime, what: str) -> None:
        entry = found.setdefault(person, Affected(at, at))
        entry.first, entry.last, entry.times = min(entry.first, at), max(entry.last, at), entry.times + 1
        entry.what.add(what)

    for read in AccessLog.objects.filter(who).order_by("at"):
        for person in read.people:
            touch(person, read.at, f"{read.action} {read.subject}")
    changes = list(StateChange.objects.filter(who).exclude(actor=None).order_by("at"))
    owners = _owners(changes)
    for change in changes:
        owner = owners.get((change.subject, change.subject_id))
        if owner and owner != change.actor_id:
            touch(owner, change.at, f"{change.action} {change.subject}")
    people = User.objects.in_bulk(found)
    return sorted(((people[pk], entry) for pk, entry in found.items() if pk in people), key=lambda pair: pair[0].name)


def _owners(changes: list[StateChange]) -> dict[tuple[str, int], int]:
    """(subject, id) → whose row it is, in one query for each kind of thing."""
    ids: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        ids[change.subject].add(change.subject_id)
    owners: dict[tuple[str, int], int] = {}
    for subject, numbers in ids.items():
        try:
            model = apps.get_model(subject)
        except (LookupError, ValueError):
            continue
        if model is User:
            owners |= {(subject, number): number for number in numbers}
            continue
        columns = {column.name for column in model._meta.fields}
        name = next((name for name in ("person", "author") if name in columns), "")
        if name:
            rows = model._default_manager.filter(pk__in=numbers).values_list("pk", f"{name}_id")
            owners |= {(subject, pk): person for pk, person in rows}
    return owners

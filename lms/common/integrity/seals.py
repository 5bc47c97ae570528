"""What was written once is sealed in the night after: a digest of each row under a key that is not in the database, so that
whoever changes or deletes a row past the triggers can't make the digest that fits.

Each topic lists its tables in `seals`. A night looks only at rows since the last seals; `verify` looks at all of them.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q

from lms.common import clock
from lms.common.background.nightly import once_a_night
from lms.common.models import Destruction, Seal, StateChange
from lms.common.registry import Registry

logger = logging.getLogger(__name__)
BATCH = 5_000  # rows of a seal
# A transaction that was open while its night's seals were made ends long before this: its rows, though they have lower ids
# than some that are sealed, are in time for the next night.
LATE = timedelta(hours=36)


@dataclass(frozen=True)
class Sealed:
    """A table whose rows are sealed. `moment` is the column by whose age `destroying` takes rows, where it does.

    Rows that are written over until a thing has come to a state are sealed after that: `after` is the thing and the state,
    `by` the column that names it.
    """

    model: str  # "visits.Visit"
    columns: tuple[str, ...]
    moment: str = ""
    after: tuple[str, str] | None = None
    by: str = "pk"

    @property
    def subject(self) -> str:
        return self.model.lower()

    @property
    def table(self) -> models.QuerySet[Any]:
        return apps.get_model(self.model)._base_manager.order_by("pk")


SEALED: Registry[Sealed] = Registry("sealed tables")  # by model


# ── sealing


def seal_new() -> int:
    """What was committed since the last seals; how many rows. Killed in the middle, the next night goes on."""
    count = 0
    for sealed in SEALED.values():
        rows = _new_rows(sealed).values_list("pk", sealed.moment or "pk", *sealed.columns).iterator()
        known = _lately_sealed(sealed)
        unsealed = (row for row in rows if row[0] not in known)
        while batch := list(islice(unsealed, BATCH)):
            count += _seal(sealed, batch).count
    return count


SEAL_BY_NIGHT = once_a_night("seal", seal_new)


def _new_rows(sealed: Sealed) -> models.QuerySet[Any]:
    """With those of the last nights, among which late ones may have come, and those of which something was erased."""
    since = Q(pk__gt=_sealed_up_to(sealed.subject))
    if sealed.after:
        subject, state = sealed.after
        lines = StateChange.objects.filter(pk__gt=_sealed_up_to(STATE_LOG), subject=subject, to_state=state)
        since = Q(**{f"{sealed.by}__in": lines.values("subject_id")})
    return sealed.table.filter(since | Q(pk__in=_erased_lately(sealed.subject)))


def _sealed_up_to(subject: str) -> int:
    """The last id of which nothing late can come before it any more."""
    settled = Seal.objects.filter(subject=subject, at__lt=clock.now() - LATE)
    return settled.aggregate(last=Max("last"))["last"] or 0


def _erased_lately(subject: str) -> models.QuerySet[Any]:
    lately = Destruction.objects.filter(subject=subject, pk__gt=_sealed_up_to(DESTRUCTIONS))
    return lately.exclude(row_id=None).values("row_id")


def _lately_sealed(sealed: Sealed) -> set[int]:
    """Ids of rows that say what they said when they were sealed."""
    known: set[int] = set()
    for seal in Seal.objects.filter(subject=sealed.subject, at__gte=clock.now() - LATE).iterator():
        erased = Destruction.objects.filter(subject=sealed.subject, row_id__in=list(seal.rows), begun_at__gt=seal.at)
        known |= set(map(int, seal.rows)) - set(erased.values_list("row_id", flat=True))
    return known


@transaction.atomic
def _seal(sealed: Sealed, batch: list[tuple[Any, ...]]) -> Seal:
    before = Seal.objects.order_by("-number").first()
    key = settings.SEAL_KEY
    seal = Seal(
        number=before.number + 1 if before else 1,
        subject=sealed.subject,
        columns=list(sealed.columns),
        first=min(row[0] for row in batch),
        last=max(row[0] for row in batch),
        count=len(batch),
        rows={str(row[0]): [_day(sealed, row[1]), _of_row(key, sealed.subject, row[0], row[2:])] for row in batch},
        previous=before.digest if before else "",
        at=clock.now(),
    )
    seal.digest = _of_seal(key, seal)
    seal.save()
    # Beside the database, too: whoever takes the last seals away can't take them out of the log.
    logger.info("Seal %d: %d rows of %s, %s", seal.number, seal.count, seal.subject, seal.digest)
    return seal


def _day(sealed: Sealed, moment: Any) -> str:
    return moment.date().isoformat() if sealed.moment else ""


def _of_row(key: str, subject: str, pk: int, values: Iterable[Any]) -> str:
    return _digest(key, [subject, pk, *values])[:32]


def _of_seal(key: str, seal: Seal) -> str:
    span = [seal.first, seal.last, seal.count, seal.at.astimezone(UTC)]
    return _digest(key, [seal.number, seal.subject, seal.columns, seal.rows, seal.previous, *span])


def _digest(key: str, said: list[Any]) -> str:
    text = json.dumps(said, default=str, sort_keys=True)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


# ── looking


@dataclass(frozen=True)
class _Line:
    """The last that was sealed of a row."""

    seal: Seal
    key: str
    day: str
    digest: str


def seals_hold() -> Iterator[str]:
    """Each seal is the one that was made, and follows the one before."""
    yield from _chain({})


def sealed_rows_hold() -> Iterator[str]:
    """Each row says what was sealed of it, or is gone with what allowed that."""
    lines: dict[str, dict[int, _Line]] = {}
    whole = not list(_chain(lines))
    for sealed in SEALED.values():
        yield from _rows_hold(sealed, lines.get(sealed.subject, {}), whole=whole)


def _chain(lines: dict[str, dict[int, _Line]]) -> Iterator[str]:
    number, digest = 0, ""
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        yield from (f"common.Seal: number {gone} is gone" for gone in range(number + 1, seal.number))
        if seal.number == number + 1 and seal.previous != digest:
            yield f"common.Seal {seal.pk} doesn't follow the one before"
        number, digest = seal.number, seal.digest
        key = _key_of(seal)
        if key is None:
            yield f"common.Seal {seal.pk} was changed, or made with a key that is in neither setting"
            continue
        rows, seal.rows = seal.rows, {}
        lines.setdefault(seal.subject, {}).update(
            (int(pk), _Line(seal, key, day, said)) for pk, (day, said) in rows.items()
        )


def _key_of(seal: Seal) -> str | None:
    keys = (settings.SEAL_KEY, *settings.SEAL_KEY_FALLBACKS)
    return next((key for key in keys if hmac.compare_digest(_of_seal(key, seal), seal.digest)), None)


def _rows_hold(sealed: Sealed, lines: dict[int, _Line], *, whole: bool) -> Iterator[str]:
    model = sealed.table.model
    there = {field.attname for field in model._meta.concrete_fields}
    # Of a column that a later version took away nothing can be said any more.
    gone = {pk: line for pk, line in lines.items() if there.issuperset(line.seal.columns)}
    columns = sorted({column for line in gone.values() for column in line.seal.columns})
    label, erased = model._meta.label, _erased(sealed.subject)
    settled = 0 if sealed.after or not whole else _sealed_up_to(sealed.subject)
    for row in sealed.table.values("pk", *columns).iterator():
        line = gone.pop(row["pk"], None)
        if line is None:
            if row["pk"] <= settled and row["pk"] not in lines:
                yield f"{label} {row['pk']} is not sealed, unlike those of its time"
        elif not _says_the_same(sealed, line, row) and erased.get(row["pk"], line.seal.at) <= line.seal.at:
            yield f"{label} {row['pk']} was changed"
    until = _destroyed_until(sealed.subject)
    yield from (f"{label} {pk} is gone" for pk, line in gone.items() if pk not in erased and not "" < line.day <= until)


def _says_the_same(sealed: Sealed, line: _Line, row: Mapping[str, Any]) -> bool:
    values = [row[column] for column in line.seal.columns]
    return hmac.compare_digest(_of_row(line.key, sealed.subject, row["pk"], values), line.digest)


def _erased(subject: str) -> dict[int, Any]:
    """Row → when something of it, or all, was erased last."""
    lines = Destruction.objects.filter(subject=subject).order_by("begun_at").values_list("row_id", "begun_at")
    return {row_id: at for row_id, at in lines if row_id is not None}


def _destroyed_until(subject: str) -> str:
    """The day up to which rows were destroyed by their age."""
    last = Destruction.objects.filter(subject=subject).aggregate(last=Max("older_than"))["last"]
    return last.date().isoformat() if last else ""


STATE_LOG = StateChange._meta.label_lower
DESTRUCTIONS = Destruction._meta.label_lower

"""How long personal data are kept. Each app registers its rules in `AppConfig.ready`; `manage.py destroy_due` acts on them."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction

from lms.common import clock
from lms.common.integrity.triggers import destroying
from lms.common.models import AccessLog, StateChange
from lms.common.registry import Registry
from lms.common.web import logs
from lms.privacy.models import Consent


class Due(Protocol):
    """Rows, or files that are counted like rows."""

    def count(self) -> int: ...


@dataclass(frozen=True)
class Rule:
    """`due` is what is older than the moment; `destroy` makes it go and may be run again. `months` 0 is now."""

    key: str
    months: Callable[[], int]
    due: Callable[[datetime], Due]
    destroy: Callable[[datetime], object]
    order: int = 100


RULES: Registry[Rule] = Registry("retention rules")


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def destroy_due(*, dry_run: bool = False) -> dict[str, int]:
    """How many of each were due and, unless it is a rehearsal, are gone. One transaction for each rule."""
    counts = {rule.key: _apply(rule, dry_run) for rule in RULES.values()}
    if not dry_run and any(counts.values()):
        StateChange.objects.create(
            subject="site",
            subject_id=0,
            action="destroy_due",
            data=counts,
            request_id=logs.request_id.get(),
            at=clock.now(),
        )
    return counts


@transaction.atomic
def _apply(rule: Rule, dry_run: bool) -> int:
    before = months_before(clock.now(), rule.months())
    count = rule.due(before).count()
    if count and not dry_run:
        rule.destroy(before)
    return count


def deleting(key: str, months: Callable[[], int], due: Callable[[datetime], models.QuerySet[Any]]) -> Rule:
    """A rule whose rows simply go."""
    return Rule(key, months, due, lambda before: due(before).delete())


def deleting_log(
    key: str, months: Callable[[], int], model: type[models.Model], due: Callable[[datetime], models.QuerySet[Any]]
) -> Rule:
    """A rule for an append-only table, whose rows go with a permit."""

    def destroy(before: datetime) -> None:
        with destroying(model, older_than=before):
            due(before).delete()

    return Rule(key, months, due, destroy)


def setting(name: str) -> Callable[[], int]:
    return lambda: int(getattr(settings, name))


OWN_RULES = (
    deleting_log(
        "access_log", setting("RETENTION_ACCESS_LOG"), AccessLog, lambda before: AccessLog.objects.filter(at__lt=before)
    ),
    deleting_log(
        "state_log",
        setting("RETENTION_STATE_LOG"),
        StateChange,
        lambda before: StateChange.objects.filter(at__lt=before),
    ),
    deleting_log(
        "consents_of_people_who_left",
        setting("RETENTION_STATE_LOG"),
        Consent,
        lambda before: Consent.objects.filter(at__lt=before, person__erased_at__lt=before),
    ),
)

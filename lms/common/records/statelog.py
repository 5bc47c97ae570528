from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from lms.common import clock
from lms.common.models import StateChange
from lms.common.web import logs, origin

SITE = "site"  # of lines that are of no single row


@transaction.atomic(savepoint=False)
def record(
    thing: models.Model,
    *,
    action: str,
    from_state: str = "",
    to_state: str = "",
    actor: Any,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    is_locked: bool = False,
) -> StateChange:
    """Write the log row of a change, in the caller's transaction. `actor` None is the clock; `is_locked` where the caller
    has locked the thing."""
    if not is_locked:
        _lock(thing)
    return _write(
        subject=thing._meta.label_lower,
        subject_id=thing.pk,
        centre_id=getattr(thing, "centre_id", None),
        action=action,
        from_state=from_state,
        to_state=to_state,
        actor=actor,
        reason=reason,
        data=dict(data or {}),
    )


@transaction.atomic(savepoint=False)
def record_of_site(*, action: str, data: Mapping[str, Any], actor: Any = None) -> StateChange:
    """What was done to no single row; `actor` None is the clock or the server's shell."""
    lock_site()
    return _write(subject=SITE, subject_id=0, action=action, actor=actor, data=dict(data))


def lock_site() -> None:
    """There is no row of the site: that of the log stands for it. In a transaction."""
    _lock(ContentType.objects.get_for_model(StateChange))


def of_site(action: str) -> models.QuerySet[StateChange]:
    return StateChange.objects.filter(subject=SITE, action=action).select_related("actor")


def _lock(thing: models.Model) -> None:
    """Two who write of one thing at once would both take the same number: its row makes them queue."""
    rows = thing._meta.model._base_manager.select_for_update(no_key=True)
    list(rows.filter(pk=thing.pk).order_by().values_list("pk"))


def _write(*, subject: str, subject_id: Any, **values: Any) -> StateChange:
    lines = StateChange.objects.filter(subject=subject, subject_id=subject_id).order_by("-number")
    line = StateChange.objects.create(
        subject=subject,
        subject_id=subject_id,
        number=Coalesce(Subquery(lines.values("number")[:1]), 0) + 1,
        ip=origin.client_ip.get(),
        request_id=logs.request_id.get(),
        at=clock.now(),
        **values,
    )
    del line.number  # the database gave it; whoever asks for it reads it
    return line


def having(subject: str, action: str) -> models.QuerySet[StateChange]:
    """Ids of the things of a model ("runs.courserun") to which this was done."""
    return StateChange.objects.filter(subject=subject, action=action).values("subject_id")  # type: ignore[return-value]


def left_state(model: type[models.Model], state: str) -> models.QuerySet[StateChange]:
    """Rows of things that were once in a state and left it, for `Exists` in a query over the model."""
    return StateChange.objects.filter(
        subject=model._meta.label_lower, subject_id=models.OuterRef("pk"), from_state=state
    )


def last_time(thing: models.Model, action: str) -> datetime | None:
    """When it was done last."""
    return history(thing).filter(action=action).order_by("-number").values_list("at", flat=True).first()


def history(thing: models.Model) -> models.QuerySet[StateChange]:
    return StateChange.objects.filter(subject=thing._meta.label_lower, subject_id=thing.pk).select_related("actor")

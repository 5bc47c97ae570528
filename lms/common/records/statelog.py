from collections.abc import Mapping
from typing import Any

from django.db import models

from lms.common import clock
from lms.common.models import StateChange
from lms.common.web import logs, origin


def record(
    thing: models.Model,
    *,
    action: str,
    from_state: str = "",
    to_state: str = "",
    actor: Any,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> StateChange:
    """Write the log row of a change, in the caller's transaction. `actor` None is the clock."""
    return StateChange.objects.create(
        subject=thing._meta.label_lower,
        subject_id=thing.pk,
        centre_id=getattr(thing, "centre_id", None),
        action=action,
        from_state=from_state,
        to_state=to_state,
        actor=actor,
        reason=reason,
        data=dict(data or {}),
        ip=origin.client_ip.get(),
        request_id=logs.request_id.get(),
        at=clock.now(),
    )


def having(subject: str, action: str) -> models.QuerySet[StateChange]:
    """Ids of the things of a model ("runs.courserun") to which this was done."""
    return StateChange.objects.filter(subject=subject, action=action).values("subject_id")  # type: ignore[return-value]


def left_state(model: type[models.Model], state: str) -> models.QuerySet[StateChange]:
    """Rows of things that were once in a state and left it, for `Exists` in a query over the model."""
    return StateChange.objects.filter(
        subject=model._meta.label_lower, subject_id=models.OuterRef("pk"), from_state=state
    )


def history(thing: models.Model) -> models.QuerySet[StateChange]:
    return StateChange.objects.filter(subject=thing._meta.label_lower, subject_id=thing.pk).select_related("actor")

"""What every step of a request, an offer and an engagement shares: locks in one order, the table, the log row.

Locks are always taken in this order: community, request, expert, proposal or engagement. Two steps on the same rows
then wait for each other instead of stopping each other.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import statelog
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.notifications.domain import notify
from mentoring.models import CoachingRequest, Community, ExpertProfile
from mentoring.rules import coordinates, is_representative


def lock_community(pk: int) -> Community:
    return Community.objects.select_for_update(of=("self",)).select_related("centre").get(pk=pk)


def lock_request(pk: int) -> CoachingRequest:
    rows = CoachingRequest.objects.select_for_update(of=("self",))
    return rows.select_related("community", "centre").get(pk=pk)


def lock_expert(pk: int) -> ExpertProfile:
    """The rows that own the expert's places at this centre and the person's time at all centres.

    Not against new rows that only point at them (`no_key`), or every notice to the person would wait.
    """
    rows = ExpertProfile.objects.select_for_update(of=("self", "person"), no_key=True)
    return rows.select_related("person", "centre").get(pk=pk)


def check_coordinator(actor: User, centre_id: int) -> None:
    if not coordinates(actor, centre_id):
        said = _("Only the coordinators of this centre do this. Please ask one of them.")
        raise NotAllowed(said, code="not_coordinator")


def check_representative(actor: User, community: Community) -> None:
    if not is_representative(actor, community):
        said = _("Only a current representative of this community does this. Please call the centre if that is you.")
        raise NotAllowed(said, code="not_representative")


def allowed(row: Any, action: str, table: Mapping[str, Mapping[str, Any]]) -> bool:
    return action in table.get(row.state, {})


def take(
    row: models.Model,
    action: str,
    table: Mapping[str, Mapping[str, Any]],
    *,
    actor: User | None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> StateChange:
    """Move a locked row along its table and write the log row. Other changed fields of the row are saved with it."""
    before = row.state  # type: ignore[attr-defined]
    if not allowed(row, action, table):
        said = _("This is not possible any more: it is now “%(state)s”. Please look at the page again.")
        raise DomainError(said % {"state": row.get_state_display()}, code="state")  # type: ignore[attr-defined]
    row.state = table[before][action]  # type: ignore[attr-defined]
    row.save()
    return statelog.record(
        row,
        action=action,
        from_state=before,
        to_state=row.state,  # type: ignore[attr-defined]
        actor=actor,
        reason=reason,
        data=data,
    )


def tell(people: Any, change: StateChange, *, title: str, path: str, text: str = "") -> None:
    """One notice a person about one change; who made it needs none."""
    kind = f"{change.subject}.{change.action}"
    for person in people:
        if person.pk != change.actor_id:
            notify(person=person, kind=kind, key=f"change:{change.pk}:{person.pk}", title=title, text=text, path=path)

"""A body, its seats and its term: the centre manager makes, changes and closes it."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.seen import Seen, only_changed
from mentoring.corps.domain.eligibility import seats_taken
from mentoring.corps.domain.guards import is_closed
from mentoring.corps.models import Body
from mentoring.corps.queries.bodies import bodies_of, has_appointments
from mentoring.corps.rules import may_change_body, may_make_bodies

SETTINGS = (
    "name",
    "seats_min",
    "seats_max",
    "quorum_present",
    "quorum_agree",
    "term_months",
    "renewable",
    "required_course",
)
# What papers say and terms rest on: letters that were given out would change with it.
FOUNDING = (
    "kind",
    "region",
    "appointer_title",
    "requires_acceptance",
    "letter_prefix",
    "letter_text",
    "acceptance_text",
)


@transaction.atomic
def create_body(*, centre: Centre, actor: User, **content: Any) -> Body:
    """A second press gives the body that is already there."""
    if not may_make_bodies(actor, centre):
        raise not_manager()
    # Two presses at once would both find the name free: the constraint of the name lets one of them write.
    body, is_new = Body.objects.get_or_create(centre=centre, name=content["name"], defaults=content)
    if is_new:
        statelog.record(body, action="create", actor=actor, data=_said(content))
    elif _changes(body, content) or is_closed(body):
        raise _name_taken()
    return body


@transaction.atomic
def change_settings(*, body: Body, actor: User, seen: Seen | None = None, **settings: Any) -> Body:
    """Terms that already run keep their dates; the new term counts from the next offer on. `seen` is what the form showed."""
    if not may_change_body(actor, body):
        raise not_manager()
    # An offer for the last seat counts under this lock, so the limit can't fall below what is taken meanwhile; and a
    # draft waits for it, so nobody is proposed for a body that becomes another one.
    body = transitions.lock(body)
    settings = only_changed(body, settings, seen)
    changed = _changes(body, settings)
    if settings.get("seats_max", body.seats_max) < (taken := seats_taken(body)):
        message = _("{count} seats are taken; there can't be fewer.").format(count=taken)
        raise DomainError(message, code="seats_below_taken", fields={"seats_max": message})
    if not changed.keys().isdisjoint(FOUNDING) and has_appointments(body):
        message = _("Somebody has been proposed for this body; what its papers say stays as it is.")
        raise DomainError(message, code="has_appointments")
    if "name" in changed and bodies_of(body.centre).filter(name=changed["name"]).exists():
        raise _name_taken()
    if changed:
        _write(body, changed)
        statelog.record(body, action="settings", actor=actor, data=_said(changed))
    return body


@transaction.atomic
def close_body(*, body: Body, actor: User) -> Body:
    """Nobody is appointed to it any more. Whoever is in office stays to the end of the term."""
    if not may_change_body(actor, body):
        raise not_manager()
    body = transitions.lock(body)
    if not is_closed(body):
        _write(body, {"closed_on": clock.today()})
        statelog.record(body, action="close", actor=actor)
    return body


@transaction.atomic
def reopen_body(*, body: Body, actor: User) -> Body:
    if not may_change_body(actor, body):
        raise not_manager()
    body = transitions.lock(body)
    if is_closed(body):
        _write(body, {"closed_on": None})
        statelog.record(body, action="reopen", actor=actor)
    return body


def _changes(body: Body, content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if getattr(body, name) != value}


def _write(body: Body, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(body, name, value)
    body.save(update_fields=[*changed])


def _said(content: dict[str, Any]) -> dict[str, Any]:
    """As the log keeps it: a row by its name."""
    return {name: str(value) if isinstance(value, models.Model) else value for name, value in content.items()}


def _name_taken() -> DomainError:
    message = _("There is a body of this name already.")
    return DomainError(message, code="name_taken", fields={"name": message})

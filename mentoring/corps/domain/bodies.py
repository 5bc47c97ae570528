"""A body's seats and term: the centre manager's settings."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager
from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from mentoring.corps.domain.eligibility import seats_taken
from mentoring.corps.models import Body
from mentoring.corps.rules import may_change_body

# The texts of the papers are not among them: letters that were given out would change with them.
SETTINGS = ("seats_min", "seats_max", "term_months", "renewable")


@transaction.atomic
def change_settings(*, body: Body, actor: User, **settings: Any) -> Body:
    """Terms that already run keep their dates; the new term counts from the next offer on."""
    if not may_change_body(actor, body):
        raise not_manager()
    # An offer for the last seat counts under this lock, so the limit can't fall below what is taken meanwhile.
    body = transitions.lock(body)
    if settings["seats_max"] < (taken := seats_taken(body)):
        message = _("{count} seats are taken; there can't be fewer.").format(count=taken)
        raise DomainError(message, code="seats_below_taken", fields={"seats_max": message})
    changed = [name for name in SETTINGS if getattr(body, name) != settings[name]]
    if changed:
        for name in changed:
            setattr(body, name, settings[name])
        body.save(update_fields=changed)
        statelog.record(body, action="settings", actor=actor, data={name: settings[name] for name in changed})
    return body

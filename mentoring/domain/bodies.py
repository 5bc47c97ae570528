"""A body's seats, term and texts: the centre manager's settings."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role
from lms.common import statelog
from lms.common.errors import DomainError, NotAllowed
from mentoring.domain.appointments import seats_taken
from mentoring.models import Body

SETTINGS = ("seats_min", "seats_max", "term_months", "renewable", "appointer_title", "letter_text", "acceptance_text")


@transaction.atomic
def change_settings(*, body: Body, actor: User, **settings: Any) -> Body:
    """Terms that already run keep their dates; the new term counts from the next offer on."""
    if not actor.is_superuser and not has_role(actor, body.centre_id, Role.MANAGER):
        raise NotAllowed(_("Only the centre manager appoints. Please ask the manager."), code="not_appointer")
    # An offer for the last seat counts under this lock, so the limit can't fall below what is taken meanwhile.
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if settings["seats_max"] < (taken := seats_taken(body)):
        said = _("{count} seats are taken; there can't be fewer.").format(count=taken)
        raise DomainError(said, code="seats_below_taken", fields={"seats_max": said})
    changed = [name for name in SETTINGS if getattr(body, name) != settings[name]]
    if changed:
        for name in changed:
            setattr(body, name, settings[name])
        body.save(update_fields=changed)
        statelog.record(body, action="settings", actor=actor, data={name: settings[name] for name in changed})
    return body

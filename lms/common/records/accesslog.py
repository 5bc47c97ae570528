"""The access log: who read, downloaded or was refused what, and whose data it was. `AccessLog` says what a row holds."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.http import HttpRequest

from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.common.models.accesslog import listed
from lms.common.web import logs, origin

READING = {Access.CONTACTS, Access.PAPER, Access.NOTE}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def record(
    *,
    actor: Any,
    action: Access,
    what: models.Model | str,
    whose: Iterable[int] = (),
    centre_id: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> AccessLog | None:
    """One row, in one query, for however many people. Nothing is recorded for reading one's own."""
    people = sorted({*whose} - {actor.pk})
    if not people and action in READING:
        return None
    thing, subject = (None, what) if isinstance(what, str) else (what, what._meta.label_lower)
    return AccessLog.objects.create(
        actor_id=actor.pk,
        action=action,
        subject=subject,
        subject_id=thing.pk if thing else None,
        centre_id=centre_id or getattr(thing, "centre_id", None),
        whose=listed(people),
        reason=reason,
        data=dict(data or {}),
        ip=origin.client_ip.get(),
        request_id=logs.request_id.get(),
        at=clock.now(),
    )


def is_denial(request: HttpRequest, status: int) -> bool:
    """A 403 always is. A 404 is where the address names a row by its number, or a section without naming anything; an
    address of words alone may be a typing mistake on a public page."""
    match = request.resolver_match
    if status != 404 or not match:
        return status == 403
    named = [*match.args, *match.captured_kwargs.values()]  # type: ignore[attr-defined] # of Django 3.2
    return not named or any(not isinstance(value, str) for value in named)


def record_denial(request: HttpRequest, status: int) -> None:
    """`help_centre` is the centre of the row, where the view got that far; else it is the office the person works in."""
    centre = getattr(request, "help_centre", None) or getattr(request, "_centre", None)
    record(
        actor=request.user,
        action=Access.DENIED,
        what=address_of(request),
        centre_id=centre.pk if centre else None,
        data={"method": request.method, "status": status},
    )


def address_of(request: HttpRequest) -> str:
    """The address with its row numbers and without the words in it: those may be a search, a reset link or a code."""
    match = request.resolver_match
    if not match:
        return "/"

    def told(parameter: re.Match[str]) -> str:
        value = match.kwargs.get(parameter[1] or parameter[2])
        return str(value) if isinstance(value, int) else "…"

    return ("/" + _PARAMETER.sub(told, match.route).strip("^$"))[:60]

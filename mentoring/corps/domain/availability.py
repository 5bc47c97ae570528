"""What an expert keeps up alone: the hours in which visits suit, and a pause from new communities."""

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog, transitions
from mentoring.corps.models import AvailabilityWindow, ExpertProfile
from mentoring.corps.rules import may_keep_hours


@transaction.atomic
def add_window(*, expert: ExpertProfile, actor: User, weekday: int, starts: time, ends: time) -> AvailabilityWindow:
    """Hours of a day of the week. Pressing twice adds one; hours that overlap others are refused."""
    expert = _own(expert, actor)
    same = expert.windows.filter(weekday=weekday, starts=starts, ends=ends).first()
    if same is not None:
        return same
    if expert.windows.filter(weekday=weekday, starts__lt=ends, ends__gt=starts).exists():
        message = _("These hours overlap with others of that day. Please take the others out first.")
        raise DomainError(message, code="overlap", fields={"starts": message})
    window = expert.windows.create(weekday=weekday, starts=starts, ends=ends)
    statelog.record(expert, action="add_window", actor=actor, data={"window": str(window)})
    return window


@transaction.atomic
def remove_window(*, expert: ExpertProfile, actor: User, window_id: int) -> None:
    expert = _own(expert, actor)
    window = expert.windows.filter(pk=window_id).first()
    if window is None:
        return  # pressed twice
    statelog.record(expert, action="remove_window", actor=actor, data={"window": str(window)})
    window.delete()


@transaction.atomic
def pause_expert(*, expert: ExpertProfile, actor: User, until: date | None) -> ExpertProfile:
    """No new communities until that day; what runs goes on. None ends the pause."""
    expert = _own(expert, actor)
    if until is not None and until < clock.today():
        raise DomainError(_("Please choose today or later."), code="past")
    if expert.paused_until != until:
        expert.paused_until = until
        expert.save(update_fields=["paused_until"])
        data = {"until": until.isoformat() if until else None}
        statelog.record(expert, action="pause" if until else "end_pause", actor=actor, data=data)
    return expert


def _own(expert: ExpertProfile, actor: User) -> ExpertProfile:
    """Two windows at once could overlap: the expert's row makes them queue."""
    row = transitions.lock(expert)
    if not may_keep_hours(actor, row):
        raise NotAllowed(_("These are another expert's hours."), code="not_own")
    return row

"""Who hears that a staff role was given, dated or ended: the person, and the managers of the centre."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.accounts.queries import holders_of
from lms.common.models import StateChange
from lms.common.text.korean import ko_date, ko_span
from lms.notifications.domain import notify_change


def tell_of_role(sender: type[Membership], membership: Membership, change: StateChange, **kwargs: Any) -> None:
    """Whatever the way, an invitation among them. Who did it is not told."""
    said = {
        "name": membership.person.name,
        "role": membership.get_role_display(),
        "centre": membership.centre.name,
    }
    managers = holders_of(membership.centre, Role.MANAGER).exclude(pk=membership.person_id)
    text = _days(membership)
    notify_change(
        [membership.person], change, title=_own_title(change.action) % said, text=text, path=reverse("home_of_person")
    )
    notify_change(managers, change, title=_title(change.action) % said, text=text, path=reverse("office_staff"))


def _days(membership: Membership) -> str:
    if membership.ended_on:
        return _("Ended on %(day)s.") % {"day": ko_date(membership.ended_on)}
    return _("The role holds: %(days)s.") % {"days": ko_span(membership.since, membership.last_day)}


def _own_title(action: str) -> str:
    return {
        "give_role": _("You have a staff role at %(centre)s: %(role)s"),
        "change_last_day": _("The last day of your role was changed: %(role)s, %(centre)s"),
        "end_role": _("Your staff role has ended: %(role)s, %(centre)s"),
        "last_day_over": _("Your staff role has ended: %(role)s, %(centre)s"),
    }[action]


def _title(action: str) -> str:
    return {
        "give_role": _("A staff role was given to %(name)s: %(role)s"),
        "change_last_day": _("The last day of a role was changed: %(name)s, %(role)s"),
        "end_role": _("The staff role of %(name)s has ended: %(role)s"),
        "last_day_over": _("The staff role of %(name)s has ended: %(role)s"),
    }[action]

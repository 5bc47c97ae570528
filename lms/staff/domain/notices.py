"""Who hears that a staff role was given, dated or ended, and that a second factor was lost: the person, and whoever answers
for it at the centre."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.queries import holders_of, managers_of
from lms.common.models import StateChange
from lms.common.text.korean import ko_date, ko_span
from lms.notifications.domain import notify_change, notify_each
from lms.staff.models import SecondFactorReset
from lms.staff.rules import CONFIRMING


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


def tell_of_reset(reset: SecondFactorReset, change: StateChange) -> None:
    """Of each step all are told whom it concerns, whoever took it: nobody's second check goes unseen."""
    said = {"name": reset.person.name}
    others = {one.pk: one for one in _concerned(reset, change.action) if one.pk != reset.person_id}
    told: dict[str, Any] = {"kind": f"{change.subject}.{change.action}", "key": f"change:{change.pk}"}
    title, own = _reset_titles(change.action)
    path = reverse("office_second_factor", args=[reset.person_id])
    notify_each(
        others.values(), title=title % said, text=_who_confirmed(reset), path=path, centre=reset.centre_id, **told
    )
    if change.action != "ask":
        text = _("If this was not you, please call the centre at once.")
        home = reverse("home_of_person")
        notify_each([reset.person], title=own, text=text, path=home, centre=reset.centre_id, **told)


def _concerned(reset: SecondFactorReset, action: str) -> Iterator[User]:
    """Whoever may confirm it while it waits; who confirmed; and at its end the managers of every centre of the person."""
    if action in ("ask", "start"):
        yield from holders_of(reset.centre, *CONFIRMING)
    yield from (one for one in (reset.started_by, reset.confirmed_by) if one)
    if action == "confirm":
        yield from _managers_of(reset.person)


def _managers_of(person: User) -> QuerySet[User]:
    """Of every centre at which the person is staff, the person left out."""
    held = Membership.objects.held().filter(person=person)
    return managers_of(Centre.objects.filter(pk__in=held.values("centre"))).exclude(pk=person.pk)


def tell_of_removal(person: User, change: StateChange) -> None:
    """Taken away on the server, which two people did not confirm."""
    told: dict[str, Any] = {"kind": f"{change.subject}.{change.action}", "key": f"change:{change.pk}"}
    title, own = _reset_titles("confirm")
    by_server = _("Whoever runs the site did it on the server.")
    notify_each(
        _managers_of(person),
        title=title % {"name": person.name},
        text=by_server,
        path=reverse("office_home"),
        centre=None,
        **told,
    )
    text = _("If this was not you, please call the centre at once.")
    notify_each([person], title=own, text=text, path=reverse("home_of_person"), centre=None, **told)


def tell_of_account(person: User, change: StateChange) -> None:
    """Closed or opened: the managers of the person's centres, and the person once they can read it."""
    is_closed = change.action == "close_account"
    title = _("The account of %(name)s was closed") if is_closed else _("The account of %(name)s is open again")
    notify_change(_managers_of(person), change, title=title % {"name": person.name}, path=reverse("office_staff"))
    if not is_closed:
        home = reverse("home_of_person")
        notify_change([person], change, title=_("Your account is open again"), path=home)


def tell_of_superuser(person: User, change: StateChange) -> None:
    """Nobody comes to run the site unseen by the others who do."""
    is_new = change.action == "make_superuser"
    title = _("%(name)s runs the site now") if is_new else _("%(name)s doesn't run the site any more")
    text, home = _("Whoever runs the site did it on the server."), reverse("home_of_person")
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk).order_by("pk")
    notify_change([person, *others], change, title=title % {"name": person.name}, text=text, path=home)


def _who_confirmed(reset: SecondFactorReset) -> str:
    names = [one.name for one in (reset.started_by, reset.confirmed_by) if one]
    return _("Confirmed by: %(names)s.") % {"names": ", ".join(names)} if names else ""


def _reset_titles(action: str) -> tuple[str, str]:
    """For the others, and for the person."""
    return {
        "ask": (_("%(name)s lost the second check and asks for help"), ""),
        "start": (
            _("A second person has to confirm the lost second check of %(name)s"),
            _("Somebody of your centre began to take your second check away"),
        ),
        "confirm": (
            _("The second check of %(name)s was taken away"),
            _("Your second check was taken away. Please set a new one up when you sign in"),
        ),
        "call_off": (
            _("The lost second check of %(name)s was called off"),
            _("Taking your second check away was called off"),
        ),
        "expire": (
            _("Nobody confirmed the lost second check of %(name)s within a day"),
            _("Nobody confirmed within a day that you lost your second check"),
        ),
    }[action]

"""The topics of getting in and looking: one's sign-ins and devices, and who looked at one's details."""

from collections.abc import Iterable, Sequence

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.devices import device_of
from lms.accounts.models import Centre, Membership, User
from lms.accounts.own_data import Row, Topic
from lms.common import clock
from lms.common.models import Access, AccessLog

NEWEST = 100  # so many rows of the log are told; older ones stay in it until their term


def _sign_ins(person: User) -> Sequence[Row]:
    rows = AccessLog.objects.filter(actor=person, action__in=(Access.SIGN_IN, Access.WRONG))[:NEWEST]
    return [
        {_("When"): row.at, _("What was done"): row.get_action_display(), _("IP address"): row.ip or ""} for row in rows
    ]


def _devices(person: User) -> Sequence[Row]:
    rows = UserSession.objects.filter(user=person).order_by("-created_at", "-pk")
    return [
        {
            _("Device"): device_of(row.user_agent),
            _("Since"): row.created_at,
            _("Last seen"): row.last_seen_at,
            _("IP address"): row.ip,
        }
        for row in rows
    ]


def _readings(person: User) -> Sequence[Row]:
    """Of the reader the centre and role are told and not the name: that is for the centre to answer, as the reason is."""
    rows = list(AccessLog.objects.about(person.pk).exclude(action=Access.DENIED).select_related("actor")[:NEWEST])
    centres = dict(Centre.objects.filter(pk__in={row.centre_id for row in rows}).values_list("pk", "name"))
    held = _roles_of_readers(rows)
    return [
        {
            _("When"): row.at,
            _("What was done"): row.get_action_display(),
            _("Centre"): centres.get(row.centre_id or 0, ""),
            _("By whom"): _reader(row, held.get((row.actor_id, row.centre_id), ())),
        }
        for row in rows
    ]


def _roles_of_readers(rows: Iterable[AccessLog]) -> dict[tuple[int, int | None], list[Membership]]:
    """(person, centre) → all roles that were ever held there."""
    held: dict[tuple[int, int | None], list[Membership]] = {}
    for role in Membership.objects.filter(
        person__in={row.actor_id for row in rows}, centre__in={row.centre_id for row in rows if row.centre_id}
    ):
        held.setdefault((role.person_id, role.centre_id), []).append(role)
    return held


def _reader(row: AccessLog, held: Iterable[Membership]) -> str:
    """As what they could look that day: a role of another centre or of another year is not why they could."""
    if row.actor.is_superuser:
        return _("Who runs this site")
    day = row.at.astimezone(clock.SEOUL).date()
    valid = [role for role in held if role.since <= day and (role.ended_on is None or day <= role.ended_on)]
    names = {str(role.get_role_display()) for role in valid}
    return ", ".join(sorted(names)) or _("Somebody who takes part with you")


TOPICS = (
    Topic(
        "sign_ins",
        gettext_lazy("Sign-ins and wrong passwords"),
        gettext_lazy("when you signed in or a wrong password was tried for your account, and the IP address"),
        gettext_lazy("So that you and the centre can see when somebody else tries. The newest 100 are shown."),
        lambda: (
            _("%(months)s months, also after you leave, without your name") % {"months": settings.RETENTION_ACCESS_LOG}
        ),
        _sign_ins,
        order=96,
    ),
    Topic(
        "devices",
        gettext_lazy("Where you are signed in"),
        gettext_lazy("kind of device and browser, since when, when it was last seen, IP address"),
        gettext_lazy("So that you can sign out on a device that is not yours."),
        lambda: (
            _("Until you sign out there or leave, at the latest %(days)s days after you last used it")
            % {"days": settings.SESSION_COOKIE_AGE // (24 * 3600)}
        ),
        _devices,
        order=97,
    ),
    Topic(
        "readings",
        gettext_lazy("Who looked at your data"),
        gettext_lazy("when somebody read or downloaded your details, and in which role"),
        gettext_lazy("So that you and the centre can see who looked at your details. The newest 100 are shown."),
        lambda: _("%(months)s months") % {"months": settings.RETENTION_ACCESS_LOG},
        _readings,
        order=98,
    ),
)

"""What is kept of everybody: the account, consents, roles, and who looked at it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.privacy.enums import Term
from lms.privacy.models import Consent
from lms.privacy.queries.terms import told
from lms.privacy.registries import OwnData, Row


def _person(person: User) -> Sequence[Row]:
    return [
        {
            _("Name"): person.name,
            _("E-mail"): person.email,
            pgettext("site", "Phone"): person.phone,
            _("Address"): person.address,
            _("Dong"): str(person.dong or ""),
            _("Joined"): person.date_joined,
        }
    ]


def _consents(person: User) -> Sequence[Row]:
    rows = Consent.objects.filter(person=person).select_related("text")
    return [
        {
            _("Purpose"): row.text.get_purpose_display(),
            pgettext("site", "Text"): row.text.text,
            _("Agreed"): row.given,
            _("When"): row.at,
            _("Where"): row.get_source_display(),
        }
        for row in rows
    ]


def _roles(person: User) -> Sequence[Row]:
    rows = Membership.objects.filter(person=person).select_related("centre").order_by("since", "pk")
    return [
        {
            _("Centre"): row.centre.name,
            _("Role"): row.get_role_display(),
            _("Since"): row.since,
            _("Until"): row.ended_on or row.last_day,
        }
        for row in rows
    ]


def until_leaving() -> str:
    return _("Until you leave")


PERSON = OwnData(
    gettext_lazy("Membership"),
    gettext_lazy("name, e-mail address, phone number, address (if you gave it), dong"),
    gettext_lazy("To sign you in and to reach you about what you take part in."),
    until_leaving,
    _person,
)
CONSENTS = OwnData(
    gettext_lazy("Consents"),
    gettext_lazy("what you agreed to, when and where"),
    gettext_lazy("To prove what was agreed."),
    lambda: _("As long as what rests on them is kept, also after you leave, without your name"),
    _consents,
)
ROLES = OwnData(
    gettext_lazy("Staff roles"),
    gettext_lazy("role at a centre, with its dates"),
    gettext_lazy("To let staff do their work, and to know who decided what."),
    lambda: _("Permanently, without your name once you have left"),
    _roles,
)


NEWEST = 100  # so many rows of the log are told; older ones stay in it until their term


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


READINGS = OwnData(
    gettext_lazy("Who looked at your data"),
    gettext_lazy("when somebody read or downloaded your details, and in which role"),
    gettext_lazy("So that you and the centre can see who looked at your details. The newest 100 are shown."),
    lambda: _("%(months)s months") % {"months": told(Term.ACCESS_LOG)},
    _readings,
)

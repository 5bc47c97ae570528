from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Subject, Words


class BodyKind(models.TextChoices):
    CORPS = "corps", _("Support corps")
    COUNCIL = "council", _("Village council")


class Share(models.TextChoices):
    """How large a part must be present, or agree. 과반수 is more than half, never half itself."""

    THIRD = "third", _("A third or more")
    HALF = "half", _("More than half")
    TWO_THIRDS = "two_thirds", _("Two thirds or more")
    ALL = "all", pgettext_lazy("share", "All")

    def least(self, number: int) -> int:
        """The smallest count that is such a part of `number`."""
        return {
            Share.THIRD: -(-number // 3),
            Share.HALF: number // 2 + 1,
            Share.TWO_THIRDS: -(-number * 2 // 3),
            Share.ALL: number,
        }[self]


class MemberRole(models.TextChoices):
    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    VICE = "vice", _("Vice chair")


class AppointmentSource(models.TextChoices):
    RECOMMENDATION = "recommendation", _("Recommendation")
    OPEN_CALL = "open_call", _("Open call")
    EX_OFFICIO = "ex_officio", _("By office")


class AppointmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("site", "Draft")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    ACTIVE = "active", pgettext_lazy("site", "Active")
    SUSPENDED = "suspended", _("Suspended")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    RESIGNED = "resigned", _("Resigned")
    DISMISSED = "dismissed", _("Dismissed")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Ended")


_A = AppointmentState

SEATED = frozenset({_A.OFFERED, _A.ACCEPTED, _A.ACTIVE, _A.SUSPENDED})  # holds one of the body's seats

IN_PROCESS = frozenset({_A.DRAFT, _A.OFFERED, _A.ACCEPTED})  # a coming term; a renewal is made while the old term runs

IN_OFFICE = frozenset({_A.ACTIVE, _A.SUSPENDED})

SERVED = IN_OFFICE | {_A.ACCEPTED, _A.RESIGNED, _A.DISMISSED, _A.EXPIRED, _A.ENDED}  # a term that was, is or will be

APPOINTMENT_TRANSITIONS: dict[str, dict[str, AppointmentState]] = {
    _A.DRAFT: {"offer": _A.OFFERED, "confirm": _A.ACCEPTED, "withdraw": _A.WITHDRAWN},
    _A.OFFERED: {"accept": _A.ACCEPTED, "decline": _A.DECLINED, "withdraw": _A.WITHDRAWN, "lapse": _A.LAPSED},
    _A.ACCEPTED: {"start": _A.ACTIVE, "withdraw": _A.WITHDRAWN},
    _A.ACTIVE: {
        "suspend": _A.SUSPENDED,
        "resign": _A.RESIGNED,
        "dismiss": _A.DISMISSED,
        "expire": _A.EXPIRED,
        "end": _A.ENDED,
    },
    _A.SUSPENDED: {
        "resume": _A.ACTIVE,
        "resign": _A.RESIGNED,
        "dismiss": _A.DISMISSED,
        "expire": _A.EXPIRED,
        "end": _A.ENDED,
    },
}

FIELD = Subject(
    "corps.field",
    noun=pgettext_lazy("thing", "field"),
    words={
        "create": Words(pgettext_lazy("action", "field made")),
        "change": Words(pgettext_lazy("action", "field changed")),
        "close": Words(pgettext_lazy("action", "field closed"), _("Close the field")),
        "reopen": Words(pgettext_lazy("action", "field opened again"), _("Open the field again")),
    },
    lock=(Lock("accounts.centre", ("centre",)), Lock("corps.field", related=("centre",))),
)

BODY = Subject(
    "corps.body",
    noun=pgettext_lazy("thing", "body"),
    words={
        "create": Words(pgettext_lazy("action", "body made")),
        "settings": Words(pgettext_lazy("action", "settings changed")),
        "close": Words(pgettext_lazy("action", "body closed"), _("Close the body")),
        "reopen": Words(pgettext_lazy("action", "body opened again"), _("Open the body again")),
    },
    lock=(Lock("corps.body"),),
)

# The body's row owns its seats, and makes the steps of one person's terms in it queue: a new term closes the one before.
APPOINTMENT = Machine(
    "corps.appointment",
    states=AppointmentState,
    table=APPOINTMENT_TRANSITIONS,
    words={
        "draft": Words(_("Draft made")),
        "renew": Words(_("Draft made"), _("Draft a further term")),
        "offer": Words(_("Offer made"), _("Make the offer")),
        "confirm": Words(_("Member by office confirmed"), _("Confirm the member by office")),
        "withdraw": Words(_("Taken back"), _("Withdraw")),
        "accept": Words(_("Accepted by the person")),
        "decline": Words(_("Declined by the person")),
        "lapse": Words(_("Offer ran out")),
        "start": Words(_("Term begun, letter numbered"), _("Begin the term")),
        "suspend": Words(_("Term suspended"), _("Suspend")),
        "resume": Words(_("Term goes on"), _("Let the term go on")),
        "role": Words(_("Role changed")),
        "keep": Words(_("Kept without the certificate"), _("Keep without the certificate")),
        "resign": Words(_("Resigned")),
        "dismiss": Words(_("Dismissed"), _("Dismiss")),
        "expire": Words(_("Term ended")),
        "end": Words(_("Ended with the office"), _("End with the office")),
    },
    lock=(Lock("corps.body", ("body",)), Lock("corps.appointment", related=("person", "centre"))),
)


class ConflictKind(models.TextChoices):
    MEMBER = "member", _("Member of the community")
    FAMILY = "family", _("Family of a member")
    EVALUATOR = "evaluator", _("Evaluates the community")
    OTHER = "other", _("Other")


# The row owns the expert's places at this centre, and the person's row their time at all centres; that comes first, as it
# does when somebody leaves. Several are locked in the order of persons: two hand-overs crosswise, each at a centre of its
# own, may be about the same two people.
def expert_lock(*by: str) -> Lock:
    model, both = "corps.expertprofile", ("person", "centre")
    return Lock(model, by or ("",), also=("person",), related=both, siblings=("person_id", "pk"))


EXPERT = Subject(
    "corps.expertprofile",
    words={
        "profile": Words(pgettext_lazy("action", "introduction changed")),
        "conflict": Words(pgettext_lazy("action", "conflict of interest entered")),
        "conflict_ended": Words(pgettext_lazy("action", "conflict of interest ended")),
        "add_window": Words(pgettext_lazy("action", "hours added")),
        "remove_window": Words(pgettext_lazy("action", "hours taken out")),
        "pause": Words(pgettext_lazy("action", "paused")),
        "end_pause": Words(pgettext_lazy("action", "pause ended")),
    },
    lock=(expert_lock(),),
)


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")

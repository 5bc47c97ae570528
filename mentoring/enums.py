"""States and kinds, with their machines beside them. What a table doesn't list can't happen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import enums as courses
from lms.common.machines import Lock, Machine, Subject, Words, declare

# Locks are taken in this order by every step, so that two steps on the same rows wait instead of stopping each other.
LOCK_ORDER = (
    "mentoring.body",
    "mentoring.appointment",
    "mentoring.community",
    "mentoring.coachingrequest",
    "mentoring.expertprofile",
    "mentoring.matchproposal",
    "mentoring.engagement",
    "mentoring.coachingsession",
    *courses.LOCK_ORDER,
)


class BodyKind(models.TextChoices):
    CORPS = "corps", _("Support corps")
    COUNCIL = "council", _("Village council")


class MemberRole(models.TextChoices):
    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    VICE = "vice", _("Vice chair")


class AppointmentSource(models.TextChoices):
    RECOMMENDATION = "recommendation", _("Recommendation")
    OPEN_CALL = "open_call", _("Open call")
    EX_OFFICIO = "ex_officio", _("By office")


class AppointmentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    ACTIVE = "active", _("Active")
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
    _A.ACCEPTED: {"start": _A.ACTIVE},
    _A.ACTIVE: {
        "suspend": _A.SUSPENDED,
        "resign": _A.RESIGNED,
        "dismiss": _A.DISMISSED,
        "expire": _A.EXPIRED,
        "end": _A.ENDED,
    },
    _A.SUSPENDED: {"resume": _A.ACTIVE, "resign": _A.RESIGNED, "dismiss": _A.DISMISSED, "expire": _A.EXPIRED},
}
BODY = declare(
    Subject(
        "mentoring.body",
        words={"settings": Words(pgettext_lazy("action", "settings changed"))},
        lock=(Lock("mentoring.body"),),
    )
)
# The body's row owns its seats, and makes the steps of one person's terms in it queue: a new term closes the one before.
APPOINTMENT = declare(
    Machine(
        "mentoring.appointment",
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
            "resign": Words(_("Resigned")),
            "dismiss": Words(_("Dismissed"), _("Dismiss")),
            "expire": Words(_("Term ended")),
            "end": Words(_("Ended with the office"), _("End with the office")),
        },
        lock=(Lock("mentoring.body", ("body",)), Lock("mentoring.appointment", related=("person", "centre"))),
    )
)


class CommunityKind(models.TextChoices):
    VILLAGE = "village", _("Village community")
    APARTMENT = "apartment", _("Apartment community")


class CommunityState(models.TextChoices):
    ACTIVE = "active", _("Active")
    RESTING = "resting", _("Resting")
    CLOSED = "closed", _("Closed")


# Any may follow any, since groups rest and come back.
COMMUNITY_TRANSITIONS: dict[str, dict[str, frozenset[str]]] = {
    state: {"state": frozenset(CommunityState) - {state}} for state in CommunityState
}
COMMUNITY = declare(
    Machine(
        "mentoring.community",
        states=CommunityState,
        table=COMMUNITY_TRANSITIONS,
        words={
            "create": Words(pgettext_lazy("action", "registered")),
            "state": Words(pgettext_lazy("action", "status changed")),
            "stage": Words(pgettext_lazy("action", "stage changed")),
            "profile": Words(pgettext_lazy("action", "introduction changed")),
            "representative": Words(pgettext_lazy("action", "representative changed")),
            "member": Words(pgettext_lazy("action", "member added")),
            "member_left": Words(pgettext_lazy("action", "member left")),
            "hand_over": Words(pgettext_lazy("action", "handed over")),
        },
        lock=(Lock("mentoring.community", related=("centre", "stage")),),
    )
)


class CommunityRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    TREASURER = "treasurer", _("Treasurer")
    MEMBER = "member", pgettext_lazy("of a community", "Member")


class ConflictKind(models.TextChoices):
    MEMBER = "member", _("Member of the community")
    FAMILY = "family", _("Family of a member")
    EVALUATOR = "evaluator", _("Evaluates the community")
    OTHER = "other", _("Other")


# The row owns the expert's places at this centre, and the person's row their time at all centres. Several are locked in
# the order of persons: two hand-overs crosswise, each at a centre of its own, may be about the same two people.
def _expert(*by: str) -> Lock:
    model, both = "mentoring.expertprofile", ("person", "centre")
    return Lock(model, by or ("",), also=("person",), related=both, siblings=("person_id", "pk"))


EXPERT = declare(
    Subject(
        "mentoring.expertprofile",
        words={
            "profile": Words(pgettext_lazy("action", "introduction changed")),
            "conflict": Words(pgettext_lazy("action", "conflict of interest entered")),
            "conflict_ended": Words(pgettext_lazy("action", "conflict of interest ended")),
            "add_window": Words(pgettext_lazy("action", "hours added")),
            "remove_window": Words(pgettext_lazy("action", "hours taken out")),
            "pause": Words(pgettext_lazy("action", "paused")),
            "end_pause": Words(pgettext_lazy("action", "pause ended")),
        },
        lock=(_expert(),),
    )
)


class SupportKind(models.TextChoices):
    LITERACY = "literacy", _("Literacy education")
    COACHING = "coaching", _("Tailored coaching")
    NETWORK = "network", _("Network forming")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class RequestState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Submitted")
    TRIAGED = "triaged", _("Looked at")
    WAITLISTED = "waitlisted", _("Waiting")
    OFFERING = "offering", _("Offered to an expert")
    MATCHED = "matched", _("Matched")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Not accepted")
    CANCELLED = "cancelled", _("Cancelled")


_R = RequestState
OPEN_REQUEST = frozenset({_R.DRAFT, _R.SUBMITTED, _R.TRIAGED, _R.WAITLISTED, _R.OFFERING, _R.MATCHED})
REQUEST_TRANSITIONS: dict[str, dict[str, RequestState]] = {
    _R.DRAFT: {"submit": _R.SUBMITTED, "cancel": _R.CANCELLED},
    _R.SUBMITTED: {"triage": _R.TRIAGED, "return": _R.DRAFT, "reject": _R.REJECTED, "cancel": _R.CANCELLED},
    _R.TRIAGED: {
        "return": _R.DRAFT,
        "reject": _R.REJECTED,
        "offer": _R.OFFERING,
        "waitlist": _R.WAITLISTED,
        "cancel": _R.CANCELLED,
    },
    _R.WAITLISTED: {"triage": _R.TRIAGED, "cancel": _R.CANCELLED},
    _R.OFFERING: {"match": _R.MATCHED, "reopen": _R.TRIAGED, "cancel": _R.CANCELLED},
    _R.MATCHED: {"close": _R.CLOSED, "reopen": _R.TRIAGED},
    _R.CLOSED: {"resume": _R.MATCHED},
}
_REQUEST_PATH = (
    Lock("mentoring.community", ("community",), related=("centre",)),
    Lock("mentoring.coachingrequest", related=("centre",)),
)
# The community's row makes two that begin a request, or open one again, queue: there is one open of each kind.
REQUEST = declare(
    Machine(
        "mentoring.coachingrequest",
        states=RequestState,
        table=REQUEST_TRANSITIONS,
        words={
            "begin": Words(pgettext_lazy("action", "begun")),
            "submit": Words(pgettext_lazy("action", "sent")),
            "cancel": Words(pgettext_lazy("action", "called off")),
            "triage": Words(pgettext_lazy("action", "taken up"), _("Mark as looked at")),
            "return": Words(pgettext_lazy("action", "sent back"), _("Give back")),
            "reject": Words(pgettext_lazy("action", "turned down"), _("Don't accept the request")),
            "waitlist": Words(pgettext_lazy("action", "put on the waiting list"), _("Put on the waiting list")),
            "offer": Words(pgettext_lazy("action", "offered")),
            "match": Words(pgettext_lazy("action", "matched")),
            "reopen": Words(pgettext_lazy("action", "opened again")),
            "close": Words(pgettext_lazy("action", "closed")),
            "resume": Words(pgettext_lazy("action", "resumed")),
        },
        lock=_REQUEST_PATH,
    )
)


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


_P = ProposalState
OPEN_PROPOSAL = frozenset({_P.APPROVED, _P.OFFERED})
PROPOSAL_MADE = frozenset({_P.OFFERED, _P.ACCEPTED, _P.DECLINED, _P.EXPIRED, _P.WITHDRAWN})  # the expert knows of it
PROPOSAL_TRANSITIONS: dict[str, dict[str, ProposalState]] = {
    _P.PROPOSED: {"approve": _P.APPROVED, "discard": _P.DISCARDED},
    _P.APPROVED: {"offer": _P.OFFERED, "discard": _P.DISCARDED},
    _P.OFFERED: {"accept": _P.ACCEPTED, "decline": _P.DECLINED, "expire": _P.EXPIRED, "withdraw": _P.WITHDRAWN},
}
PROPOSAL = declare(
    Machine(
        "mentoring.matchproposal",
        states=ProposalState,
        table=PROPOSAL_TRANSITIONS,
        words={
            "approve": Words(pgettext_lazy("action", "approved")),
            "discard": Words(pgettext_lazy("action", "put aside")),
            "offer": Words(pgettext_lazy("action", "offered")),
            "accept": Words(pgettext_lazy("action", "accepted")),
            "decline": Words(pgettext_lazy("action", "declined")),
            "expire": Words(pgettext_lazy("action", "ran out")),
            "withdraw": Words(pgettext_lazy("action", "withdrawn"), _("Take the offer back")),
            "hand_over": Words(pgettext_lazy("action", "handed over")),
        },
        lock=(
            Lock("mentoring.community", ("request.community",), related=("centre",)),
            Lock("mentoring.coachingrequest", ("request",), related=("centre",)),
            _expert("expert"),
            Lock("mentoring.matchproposal"),
        ),
    )
)


class DeclineReason(models.TextChoices):
    TIME = "time", _("No time at the moment")
    TOPIC = "topic", _("Not my subject")
    DISTANCE = "distance", _("Too far away")
    CONFLICT = "conflict", _("I know the people too well")
    OTHER = "other", _("Another reason")


class EngagementState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Under way")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    ENDED_EARLY = "ended_early", _("Ended early")


_G = EngagementState
OPEN_ENGAGEMENT = frozenset({_G.PLANNED, _G.ACTIVE, _G.PAUSED})
ENGAGEMENT_TRANSITIONS: dict[str, dict[str, EngagementState]] = {
    _G.PLANNED: {"start": _G.ACTIVE, "end_early": _G.ENDED_EARLY},
    _G.ACTIVE: {
        "pause": _G.PAUSED,
        "complete": _G.COMPLETED,
        "end_early": _G.ENDED_EARLY,
        "hand_over": _G.ENDED_EARLY,
    },
    _G.PAUSED: {
        "resume": _G.ACTIVE,
        "complete": _G.COMPLETED,
        "end_early": _G.ENDED_EARLY,
        "hand_over": _G.ENDED_EARLY,
    },
    _G.COMPLETED: {"reopen": _G.ACTIVE},
}
# The expert's row too: a visit is logged under that lock, so none slips in while the engagement ends.
ENGAGEMENT = declare(
    Machine(
        "mentoring.engagement",
        states=EngagementState,
        table=ENGAGEMENT_TRANSITIONS,
        words={
            "begin": Words(pgettext_lazy("action", "begun")),
            "start": Words(pgettext_lazy("action", "started")),
            "pause": Words(pgettext_lazy("action", "paused"), _("Let it rest")),
            "resume": Words(pgettext_lazy("action", "resumed"), _("Go on with it")),
            "complete": Words(pgettext_lazy("action", "completed")),
            "end_early": Words(pgettext_lazy("action", "ended early"), _("End the coaching")),
            "hand_over": Words(pgettext_lazy("action", "handed over")),
            "reopen": Words(pgettext_lazy("action", "opened again"), _("Open it again")),
            "allow_late_logs": Words(pgettext_lazy("action", "late logs allowed"), _("Allow")),
        },
        lock=(
            Lock("mentoring.community", ("community", "request.community"), related=("centre",)),
            Lock("mentoring.coachingrequest", ("request",), related=("centre",)),
            _expert("expert"),
            Lock("mentoring.engagement", related=("centre",)),
        ),
    )
)


class GoalState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT = "not", _("Not reached")


# Said of each goal when the coaching is completed, and once more when it is completed after it was opened again.
GOAL = declare(
    Machine(
        "mentoring.goal",
        states=GoalState,
        table={state: {"settle": frozenset({GoalState.DONE, GoalState.PARTLY, GoalState.NOT})} for state in GoalState},
        part_of="mentoring.engagement",
    )
)


class VisitMode(models.TextChoices):
    VISIT = "visit", _("On site")
    PHONE = "phone", _("By phone")
    ONLINE = "online", _("Online")


class VisitState(models.TextChoices):
    SCHEDULED = "scheduled", _("Arranged")
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed")
    OBJECTED = "objected", _("Objected")
    NO_SHOW = "no_show", _("Did not take place")
    VOIDED = "voided", _("Voided")
    CANCELLED = "cancelled", _("Cancelled")


_V = VisitState
HELD = frozenset({_V.DRAFT, _V.SUBMITTED, _V.CONFIRMED, _V.OBJECTED, _V.NO_SHOW})  # takes the expert's time
UNANSWERED = frozenset({_V.SUBMITTED, _V.OBJECTED})
VISIT_TRANSITIONS: dict[str, dict[str, VisitState]] = {
    _V.SCHEDULED: {"log": _V.DRAFT, "cancel": _V.CANCELLED, "no_show": _V.NO_SHOW},
    _V.DRAFT: {"submit": _V.SUBMITTED, "no_show": _V.NO_SHOW, "cancel": _V.CANCELLED},
    _V.SUBMITTED: {
        "confirm": _V.CONFIRMED,
        "auto_confirm": _V.CONFIRMED,
        "object": _V.OBJECTED,
        "recall": _V.DRAFT,
    },
    _V.OBJECTED: {"revise": _V.SUBMITTED, "rule_confirmed": _V.CONFIRMED, "rule_voided": _V.VOIDED},
    _V.NO_SHOW: {"contest": _V.OBJECTED},
    _V.CONFIRMED: {"void": _V.VOIDED},
}
# Writing and answering one log at once: each must see what the other did. Under the expert's row also two logs of one
# hour, and two of one number, come one after the other.
VISIT = declare(
    Machine(
        "mentoring.coachingsession",
        states=VisitState,
        table=VISIT_TRANSITIONS,
        words={
            "schedule": Words(pgettext_lazy("action", "visit arranged")),
            "draft": Words(pgettext_lazy("action", "drafted")),
            "log": Words(pgettext_lazy("action", "log begun")),
            "cancel": Words(pgettext_lazy("action", "called off")),
            "no_show": Words(pgettext_lazy("action", "did not take place")),
            "submit": Words(pgettext_lazy("action", "sent")),
            "recall": Words(pgettext_lazy("action", "taken back")),
            "confirm": Words(pgettext_lazy("action", "confirmed")),
            "auto_confirm": Words(pgettext_lazy("action", "confirmed by itself")),
            "object": Words(pgettext_lazy("action", "objected to")),
            "contest": Words(pgettext_lazy("action", "contested")),
            "revise": Words(pgettext_lazy("action", "mended and sent again")),
            "rule_confirmed": Words(pgettext_lazy("action", "decided: the log stands")),
            "rule_voided": Words(pgettext_lazy("action", "decided: the log is void")),
            "void": Words(pgettext_lazy("action", "declared void"), _("Declare it void")),
            "add": Words(pgettext_lazy("action", "something added")),
            "photos": Words(pgettext_lazy("action", "photos changed")),
            "photo_out": Words(pgettext_lazy("action", "photo taken out"), _("Take it out")),
            "erase_photos": Words(pgettext_lazy("action", "photos erased")),
            "read_private_note": Words(pgettext_lazy("action", "private note read"), _("Read the note")),
        },
        lock=(
            _expert("expert", "engagement.expert"),
            Lock("mentoring.coachingsession", related=("engagement__community",)),
        ),
    )
)


class Side(models.TextChoices):
    EXPERT = "expert", _("Expert")
    COMMUNITY = "community", _("Community")


class Health(models.TextChoices):
    GOOD = "good", _("Going well")
    HELP = "help", _("Needs help")
    URGENT = "urgent", _("Needs a quick call")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


_I = ActionState
ACTION = declare(
    Machine(
        "mentoring.actionitem",
        states=ActionState,
        table={
            _I.OPEN: {"settle": _I.DONE, "drop": _I.DROPPED},
            _I.DONE: {"reopen": _I.OPEN, "drop": _I.DROPPED},
            _I.DROPPED: {"reopen": _I.OPEN},
        },
        part_of="mentoring.coachingsession",
    )
)


class Verdict(models.TextChoices):
    OK = "ok", _("It is right")
    OBJECTION = "objection", _("Something is different")

"""States and kinds, with their transition tables beside them. What a table doesn't list can't happen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class CommunityKind(models.TextChoices):
    VILLAGE = "village", _("Village community")
    APARTMENT = "apartment", _("Apartment community")


class CommunityState(models.TextChoices):
    ACTIVE = "active", _("Active")
    RESTING = "resting", _("Resting")
    CLOSED = "closed", _("Closed")


class CommunityRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    TREASURER = "treasurer", _("Treasurer")
    MEMBER = "member", pgettext_lazy("of a community", "Member")


class ConflictKind(models.TextChoices):
    MEMBER = "member", _("Member of the community")
    FAMILY = "family", _("Family of a member")
    EVALUATOR = "evaluator", _("Evaluates the community")
    OTHER = "other", _("Other")


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


class GoalState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT = "not", _("Not reached")


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
    _V.SUBMITTED: {"confirm": _V.CONFIRMED, "object": _V.OBJECTED, "recall": _V.DRAFT},
    _V.OBJECTED: {"revise": _V.SUBMITTED, "rule_confirmed": _V.CONFIRMED, "rule_voided": _V.VOIDED},
    _V.NO_SHOW: {"contest": _V.OBJECTED},
    _V.CONFIRMED: {"void": _V.VOIDED},
}


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


class Verdict(models.TextChoices):
    OK = "ok", _("It is right")
    OBJECTION = "objection", _("Something is different")

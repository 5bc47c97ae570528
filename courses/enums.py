"""States and kinds, with their transition tables beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonMode(models.TextChoices):
    READING = "reading", _("Read on your own")
    LECTURE = "lecture", _("Lecture")
    PRACTICE = "practice", _("Practice")
    FIELD = "field", _("Field trip")
    SEMINAR = "seminar", _("Seminar")


# Done by being there; the others by saying so.
IN_PERSON = frozenset({LessonMode.LECTURE, LessonMode.PRACTICE, LessonMode.FIELD, LessonMode.SEMINAR})


class Admission(models.TextChoices):
    OPEN = "open", _("Open to all")
    APPROVAL = "approval", _("By approval")
    INVITATION = "invitation", _("By invitation")


class RunState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class EnrolmentState(models.TextChoices):
    APPLIED = "applied", _("Waiting for approval")
    WAITLISTED = "waitlisted", _("On the waiting list")
    OFFERED = "offered", _("A seat is offered")
    ACTIVE = "active", _("Learning")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Not accepted")
    CANCELLED = "cancelled", _("Cancelled")


_E = EnrolmentState
SEAT_HOLDING = frozenset({_E.OFFERED, _E.ACTIVE, _E.COMPLETED})
LIVE = frozenset({_E.APPLIED, _E.WAITLISTED, _E.OFFERED, _E.ACTIVE, _E.COMPLETED})
LEARNING = frozenset({_E.ACTIVE, _E.COMPLETED})  # may read the lessons
ENROLMENT_TRANSITIONS: dict[str, dict[str, frozenset[EnrolmentState]]] = {
    _E.APPLIED: {
        "approve": frozenset({_E.ACTIVE, _E.WAITLISTED}),
        "reject": frozenset({_E.REJECTED}),
        "withdraw": frozenset({_E.WITHDRAWN}),
        "close": frozenset({_E.CANCELLED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.WAITLISTED: {
        "offer": frozenset({_E.OFFERED}),
        "withdraw": frozenset({_E.WITHDRAWN}),
        "close": frozenset({_E.CANCELLED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.OFFERED: {
        "accept": frozenset({_E.ACTIVE}),
        "decline": frozenset({_E.CANCELLED}),
        "lapse": frozenset({_E.CANCELLED}),
        "close": frozenset({_E.CANCELLED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
    _E.ACTIVE: {
        "withdraw": frozenset({_E.WITHDRAWN}),
        "complete": frozenset({_E.COMPLETED}),
        "close": frozenset({_E.NOT_COMPLETED}),
        "cancel": frozenset({_E.CANCELLED}),
    },
}


class Presence(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


CAME = frozenset({Presence.PRESENT, Presence.LATE})


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    SUPERSEDED = "superseded", _("Replaced")
    REVOKED = "revoked", _("Revoked")

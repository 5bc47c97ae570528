from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Subject, Words


class CommunityKind(models.TextChoices):
    VILLAGE = "village", _("Village community")
    APARTMENT = "apartment", _("Apartment community")


class CommunityState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("site", "Active")
    RESTING = "resting", _("Resting")
    CLOSED = "closed", _("Closed")


STAGE = Subject(
    "communities.stage",
    noun=pgettext_lazy("thing", "stage"),
    words={
        "create": Words(pgettext_lazy("action", "stage made")),
        "change": Words(pgettext_lazy("action", "stage changed")),
        "close": Words(pgettext_lazy("action", "stage closed"), _("Close the stage")),
        "reopen": Words(pgettext_lazy("action", "stage opened again"), _("Open the stage again")),
    },
    lock=(Lock("accounts.centre", ("centre",)), Lock("communities.stage", related=("centre",))),
)


# Any may follow any, since groups rest and come back.
COMMUNITY_TRANSITIONS: dict[str, dict[str, frozenset[str]]] = {
    state: {"state": frozenset(CommunityState) - {state}} for state in CommunityState
}

COMMUNITY = Machine(
    "communities.community",
    states=CommunityState,
    table=COMMUNITY_TRANSITIONS,
    words={
        "create": Words(pgettext_lazy("action", "registered")),
        "state": Words(pgettext_lazy("action", "status changed")),
        "stage": Words(pgettext_lazy("action", "stage changed")),
        "details": Words(pgettext_lazy("action", "details changed")),
        "profile": Words(pgettext_lazy("action", "introduction changed")),
        "representative": Words(pgettext_lazy("action", "representative changed")),
        "member": Words(pgettext_lazy("action", "member added")),
        "member_left": Words(pgettext_lazy("action", "member left")),
        "hand_over": Words(pgettext_lazy("action", "handed over")),
    },
    lock=(Lock("communities.community", related=("centre", "stage")),),
)


class CommunityRole(models.TextChoices):
    REPRESENTATIVE = "representative", _("Representative")
    TREASURER = "treasurer", _("Treasurer")
    MEMBER = "member", pgettext_lazy("of a community", "Member")

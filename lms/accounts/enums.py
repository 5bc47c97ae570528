from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Subject, Words


class Role(models.TextChoices):
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    COORDINATOR = "coordinator", _("Coordinator")
    MANAGER = "manager", _("Centre manager")
    AUDITOR = "auditor", _("Auditor")


CMS_ROLES = (Role.EDITOR, Role.REVIEWER)
OFFICE_ROLES = (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)


class RegionLevel(models.TextChoices):
    SIDO = "sido", _("Province")
    SIGUNGU = "sigungu", _("District")
    DONG = "dong", _("Dong")
    EUP = "eup", _("Eup")
    MYEON = "myeon", _("Myeon")


LOCAL_LEVELS = frozenset({RegionLevel.DONG, RegionLevel.EUP, RegionLevel.MYEON})  # what people live in

PERSON = Subject(
    "accounts.user",
    words={
        "change_address": Words(pgettext_lazy("action", "e-mail address changed")),
        "close_account": Words(pgettext_lazy("action", "account closed")),
        "open_account": Words(pgettext_lazy("action", "account opened again")),
        "make_superuser": Words(pgettext_lazy("action", "made a superuser")),
        "end_superuser": Words(pgettext_lazy("action", "no superuser any more")),
        "erase": Words(pgettext_lazy("action", "account erased")),
        "remove_second_factor": Words(pgettext_lazy("action", "lost second check taken away")),
        "export": Words(pgettext_lazy("action", "own data taken along")),
        "give_number": Words(
            pgettext_lazy("action", "phone number given for signing in"), _("Let it open this account")
        ),
    },
)

# The person's row is locked before these: whatever begins or ends for somebody queues there.
MEMBERSHIP = Subject(
    "accounts.membership",
    words={
        "give_role": Words(pgettext_lazy("action", "staff role given")),
        "change_last_day": Words(pgettext_lazy("action", "last day changed")),
        "end_role": Words(pgettext_lazy("action", "staff role ended")),
        "last_day_over": Words(pgettext_lazy("action", "staff role ended by its last day")),
    },
    lock=(Lock("accounts.centre", ("centre",)), Lock("accounts.membership", related=("person",))),
)

CENTRE = Subject(
    "accounts.centre",
    noun=pgettext_lazy("thing", "list of the centre"),
    lock=(Lock("accounts.centre"),),
    words={
        "set_up": Words(pgettext_lazy("action", "centre set up")),
        "change": Words(pgettext_lazy("action", "address and phone changed")),
    },
)

# A district's row makes what is done to its zones queue: a dong is in one of them at the most.
REGION = Subject(
    "accounts.region",
    noun=pgettext_lazy("thing", "region"),
    words={
        "follow": Words(pgettext_lazy("action", "renamed or renumbered by the official list")),
        "close": Words(pgettext_lazy("action", "gone from the official list")),
        "reopen": Words(pgettext_lazy("action", "in the official list again")),
    },
    lock=(Lock("accounts.region"),),
)

ZONE = Subject(
    "accounts.zone",
    noun=pgettext_lazy("thing", "zone"),
    words={
        "create": Words(pgettext_lazy("action", "zone made")),
        "change": Words(pgettext_lazy("action", "zone changed")),
        "close": Words(pgettext_lazy("action", "zone closed"), _("Close the zone")),
        "reopen": Words(pgettext_lazy("action", "zone opened again"), _("Open the zone again")),
    },
    lock=(Lock("accounts.region", by=("sigungu",)), Lock("accounts.zone")),
)

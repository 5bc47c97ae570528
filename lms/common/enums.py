from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Words


class Access(models.TextChoices):
    CONTACTS = "contacts", _("Read contact details")
    PAPER = "paper", _("Opened a paper")
    NOTE = "note", _("Read a private note")
    EXPORT = "export", _("Downloaded a list")
    DENIED = "denied", _("Was refused")
    SIGN_IN = "sign_in", _("Signed in")
    WRONG = "wrong", _("Wrong password for this account")
    PHOTO = "photo", _("Took a photo out of a log")


class JobState(models.TextChoices):
    WAITING = "waiting", _("Not begun yet")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


OPEN_JOB = frozenset({JobState.WAITING, JobState.RUNNING})

JOB = Machine(
    "common.job",
    states=JobState,
    table={
        JobState.WAITING: {"begin": JobState.RUNNING, "stop": JobState.STOPPED},
        JobState.RUNNING: {"finish": JobState.DONE, "stop": JobState.STOPPED},
    },
    words={
        "begin": Words(pgettext_lazy("action", "begun")),
        "finish": Words(pgettext_lazy("action", "finished")),
        "stop": Words(pgettext_lazy("action", "stopped")),
    },
    lock=(Lock("common.job", related=("owner",)),),
    noun=pgettext_lazy("thing", "work in the background"),
)

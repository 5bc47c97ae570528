from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Subject, Words

INVITATION = Subject(
    "invitations.invitation",
    words={
        "invite_person": Words(pgettext_lazy("action", "invited")),
        "send_again": Words(pgettext_lazy("action", "sent again")),
        "accept": Words(pgettext_lazy("action", "accepted")),
        "replaced": Words(pgettext_lazy("action", "replaced")),
        "withdraw": Words(pgettext_lazy("action", "withdrawn")),
    },
)

"""What is done to people and roles, in the words of the records, and what is locked for it."""

from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Subject, Words

PERSON = Subject(
    "accounts.user",
    words={
        "change_address": Words(pgettext_lazy("action", "e-mail address changed")),
        "erase": Words(pgettext_lazy("action", "account erased")),
        "export": Words(pgettext_lazy("action", "own data taken along")),
    },
)

MEMBERSHIP = Subject("accounts.membership", words={"give_role": Words(pgettext_lazy("action", "staff role given"))})

CENTRE = Subject("accounts.centre", noun=pgettext_lazy("thing", "list of the centre"), lock=(Lock("accounts.centre"),))

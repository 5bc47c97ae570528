from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.common import clock
from lms.common.ui.forms import CardRadio, ChoiceText, DateField, PlainForm
from lms.common.ui.seen import SeenMixin

HINTS = {
    Role.EDITOR: _("Writes pages and courses."),
    Role.REVIEWER: _("Reads what editors wrote and publishes it."),
    Role.COORDINATOR: _("Runs courses, answers requests and looks after coaching."),
    Role.MANAGER: _("Decides appointments, gives and ends staff roles, and reads the records."),
    Role.AUDITOR: _("Reads everything of the office and changes nothing."),
}


def _choices() -> list[tuple[str, ChoiceText]]:
    return [(role.value, ChoiceText(str(role.label), hint=str(HINTS[role]))) for role in Role]


class RoleForm(PlainForm):
    role = forms.ChoiceField(label=_("Staff role"), widget=CardRadio, choices=_choices)
    since = DateField(label=_("First day"))
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if the role holds until further notice.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": clock.today()}, **kwargs)


class LastDayForm(SeenMixin, PlainForm):
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if the role holds until further notice.")
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, initial={"last_day": membership.last_day}, **kwargs)
        self.shows(membership, ("last_day",))


class EndRoleForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the records. The notice to the person does not carry it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )

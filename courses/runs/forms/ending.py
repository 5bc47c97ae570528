from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.runs.models import ClassSession
from lms.common.ui.forms import PlainForm


class RunReasonForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody in the run reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )


class SeatReasonForm(RunReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The person reads it.")


class CloseForm(PlainForm):
    """Asks only where sheets are missing: who closes without them does so knowingly."""

    without_sheets = forms.BooleanField(
        label=_("Close it without these sheets: nobody was there, or it can't be known.")
    )

    def __init__(self, *args: Any, missing: list[ClassSession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["without_sheets"]

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm
from mentoring.coaching.enums import EngagementState
from mentoring.visits.queries.engagements import FLAGS


class EngagementFilter(PlainForm):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("open", _("Under way or paused")), *EngagementState.choices, ("all", _("All"))],
    )
    flag = forms.ChoiceField(
        label=_("Needs a look"),
        required=False,
        choices=[("", _("All")), *[(key, label) for key, (label, _condition) in FLAGS.items()]],
    )
    q = forms.CharField(label=_("Community or expert"), required=False, max_length=60)

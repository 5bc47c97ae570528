from django import forms
from django.utils.translation import gettext_lazy as _

KIND_LABELS = {
    "": _("All"),
    "learner": _("Learners"),
    "expert": _("Experts"),
    "council": _("Council members"),
    "community": _("Community members"),
    "staff": _("Staff"),
}


class PeopleListForm(forms.Form):
    """The filters of the office's list; a value that means nothing filters nothing."""

    q = forms.CharField(label=_("Name, e-mail or phone"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Who"), required=False, choices=list(KIND_LABELS.items()))

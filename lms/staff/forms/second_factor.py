from django import forms

from lms.common.ui.forms import PlainForm


class StepForm(PlainForm):
    """Which button was pressed; without its name nothing happens."""

    step = forms.ChoiceField(choices=[("start", "start"), ("confirm", "confirm"), ("call_off", "call_off")])

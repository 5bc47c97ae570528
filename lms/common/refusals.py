from django import forms

from lms.common.errors import DomainError


def show_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """A rule's "no" on the form that asked: at the fields it names, else above the form."""
    named = {name: text for name, text in error.fields.items() if name in form.fields}
    for name, text in named.items():
        form.add_error(name, str(text))
    if not named:
        form.add_error(None, str(error.message))

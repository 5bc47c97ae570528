"""What a page makes of a rule's "no": the form's error, the page's message, or its own words.

    if form.is_valid():
        with refusal_on(form):
            row = domain.create(actor=request.user, **form.cleaned_data)
            return redirect("row", row.pk)
    return render(request, "row_form.html", {"form": form}, status=422 if form.errors else 200)

What was refused goes on after the `with`. What is not caught here becomes a page of its own (DomainErrorMiddleware):
what `unless` names, and what was done too often.
"""

from collections.abc import Callable
from functools import partial
from types import TracebackType

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from lms.common.errors import DomainError
from lms.common.web.limits import TooOften


class Refusal:
    """A rule's "no" to what stands inside the `with`; `said` and `code` are empty where nothing was refused."""

    def __init__(self, tell: Callable[[DomainError], object], *, unless: type[DomainError] | None) -> None:
        self._tell = tell
        self._not_caught: tuple[type[DomainError], ...] = (TooOften, unless) if unless else (TooOften,)
        self.said = ""
        self.code = ""

    def __enter__(self) -> "Refusal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, DomainError) or isinstance(error, self._not_caught):
            return False
        self.said, self.code = str(error.message), error.code
        self._tell(error)
        return True


def refusal_on(form: forms.BaseForm, *, unless: type[DomainError] | None = None) -> Refusal:
    """The form comes back with what was written in it, and with why."""
    return Refusal(partial(_show, form), unless=unless)


def refusal_as_message(request: HttpRequest, *, unless: type[DomainError] | None = None) -> Refusal:
    """For a button: the page that follows says why."""
    return Refusal(lambda error: messages.error(request, str(error.message)), unless=unless)


def refusal_kept(*, unless: type[DomainError] | None = None) -> Refusal:
    """For a page that says it in its own way: `with refusal_kept() as refusal`."""
    return Refusal(lambda error: None, unless=unless)


def _show(form: forms.BaseForm, error: DomainError) -> None:
    """At the fields that it names, else above the form."""
    named = {name: text for name, text in error.fields.items() if name in form.fields}
    for name, text in named.items():
        form.add_error(name, str(text))
    if not named:
        form.add_error(None, str(error.message))

"""A lost second factor: the office's page on which two of the staff confirm it, and the person's own, before which there is
a password and nothing more."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.current import current_centre
from lms.accounts.models import Centre, User
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.enums import Access
from lms.common.records import accesslog, statelog
from lms.common.web.refusals import refusal_as_message
from lms.signin.second_factor import kinds_of, waits_to_show
from lms.staff.domain import second_factor as domain
from lms.staff.forms.second_factor import StepForm
from lms.staff.models import SecondFactorReset
from lms.staff.queries import second_factor as queries
from lms.staff.queries.roles import roles_at
from lms.staff.rules import may_reset_second_factor


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_second_factor(request: AuthedRequest, pk: int) -> HttpResponse:
    """Of one person of the staff; `pk` is the person's."""
    centre = current_centre(request)
    person = _colleague(request, centre, pk)
    reset = queries.last_of(person, centre)
    form = StepForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        with refusal_as_message(request):
            _take(request, person, centre, reset, form.cleaned_data["step"])
        return redirect("office_second_factor", person.pk)
    accesslog.record(actor=request.user, action=Access.CONTACTS, what=person, whose=[person.pk], centre_id=centre.pk)
    context = {
        "person": person,
        "reset": reset if reset and reset in queries.waiting_at(centre) else None,
        "started_it": bool(reset and reset.started_by_id == request.user.pk),
        "has_factor": bool(kinds_of(person)),
        "are_enough": queries.are_enough(person, centre),
        "confirming": queries.confirming(person, centre),
        "superusers": queries.superusers(),
        "history": statelog.history(reset).order_by("-number") if reset else [],
        "form": form,
    }
    return render(request, "staff/office_second_factor.html", context, status=422 if form else 200)


def _colleague(request: AuthedRequest, centre: Centre, pk: int) -> User:
    """Somebody else who has a role here, for those who may confirm; to all others the page is not there."""
    person = get_object_or_404(User, pk__in=roles_at(centre).held().filter(person=pk).values("person"))
    if not may_reset_second_factor(request.user, person, centre):
        raise Http404
    return person


def _take(request: AuthedRequest, person: User, centre: Centre, reset: SecondFactorReset | None, step: str) -> None:
    if step == "start":
        domain.start_reset(person=person, centre=centre, actor=request.user)
        messages.success(request, _("You are the first person. Now a second one has to confirm it within a day."))
    elif reset is None:
        raise Http404
    elif step == "confirm":
        domain.confirm_reset(reset=reset, actor=request.user)
        messages.success(request, _("It is taken away. The person sets a new one up when they sign in next."))
    else:
        domain.call_off_reset(reset=reset, actor=request.user)
        messages.success(request, _("It is called off. The second check stays as it was."))


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_lost(request: HttpRequest) -> HttpResponse:
    """For somebody of the staff who has shown a password and can't show the rest. Asking tells colleagues and opens
    nothing."""
    person = waits_to_show(request)
    if person is None:
        return redirect("home_of_person" if request.user.is_authenticated else "account_login")
    centre = queries.centre_of(person)
    request.help_centre = centre  # type: ignore[attr-defined] # whom the page says to call
    if request.method == "POST":
        with refusal_as_message(request):
            domain.ask_for_reset(person=person)
        return redirect("mfa_lost")
    context = {"reset": queries.waiting_of(person), "is_staff_here": centre is not None}
    return render(request, "staff/second_factor_lost.html", context)

"""What a person sees and decides about their own data."""

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.web.refusals import refusal_on
from lms.privacy.domain import consents, erasure, export
from lms.privacy.enums import OPTIONAL, ConsentSource, Purpose
from lms.privacy.forms import AgainForm, EraseForm, OneConsentForm
from lms.privacy.queries.consents import asked_again, standing
from lms.privacy.queries.duties import duties_of
from lms.privacy.queries.own_data import kept_about

KINDS = {"json": (export.as_json, "application/json"), "pdf": (export.as_pdf, "application/pdf")}


@require_safe
@signed_in
def privacy(request: AuthedRequest) -> HttpResponse:
    return _own_page(request)


def _own_page(request: AuthedRequest, form: OneConsentForm | None = None) -> HttpResponse:
    kept = kept_about(request.user)
    context = {
        "consents": standing(request.user),
        "kept": [one for one in kept if one.rows],
        "empty": [one for one in kept if not one.rows],
        "form": form,
    }
    return render(request, "privacy/privacy.html", context, status=422 if form else 200)


@require_POST
@signed_in
def consent(request: AuthedRequest, purpose: str) -> HttpResponse:
    """One button for one optional purpose."""
    if purpose not in OPTIONAL:
        raise Http404
    form = OneConsentForm(request.POST)
    if not form.is_valid():
        return _own_page(request, form)
    given = form.pressed == "agree"
    consents.decide_consent(
        person=request.user, purpose=Purpose(purpose), given=given, source=ConsentSource.PRIVACY_PAGE
    )
    messages.success(request, _("You have agreed.") if given else _("Your consent is taken back."))
    return redirect("my_privacy")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def consents_again(request: AuthedRequest) -> HttpResponse:
    """Consents whose words have changed. What was given stays valid for what was collected, so it may wait."""
    person, onward = request.user, get_next_redirect_url(request) or reverse("home_of_person")
    texts = asked_again(person)
    if not texts:
        return HttpResponseRedirect(onward)  # an address, and never the name of a page
    form = AgainForm(request.POST if request.method == "POST" else None, texts=texts)
    if form.is_bound and form.is_valid():
        with refusal_on(form):
            consents.decide_again(person=person, answers={key: form.cleaned_data[key.value] for key in texts})
            messages.success(request, _("Thank you. Your answers are saved."))
            return HttpResponseRedirect(onward)  # an address, and never the name of a page
    context = {"form": form, "onward": onward}
    return render(request, "privacy/consents_again.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
@reauthentication_required
def download(request: AuthedRequest, kind: str) -> HttpResponse:
    """Everything about oneself, after the password was typed again: a telephone left on a table gives nothing away."""
    if kind not in KINDS:
        raise Http404
    make, content_type = KINDS[kind]
    content = make(person=request.user)
    headers = {"Content-Disposition": f'attachment; filename="my-data.{kind}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required(allow_get=True)
def erase(request: AuthedRequest) -> HttpResponse:
    """Two steps on purpose: the words are typed, then the password."""
    person = request.user
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusal_on(form):
            erasure.erase_account(person=person, actor=person)
            logout(request)
            messages.success(
                request, _("Your account is closed and your data are erased. Thank you for having been with us.")
            )
            return redirect("/")
    context = {"form": form, "duties": duties_of(person)}
    return render(request, "privacy/erase.html", context, status=422 if form.errors else 200)

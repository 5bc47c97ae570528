"""What a person sees and decides about their own data."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.domain import consents, export
from lms.accounts.models import Purpose, User
from lms.accounts.models.consent import OPTIONAL, ConsentSource
from lms.accounts.own_data import kept_about
from lms.accounts.queries.consents import standing
from lms.common.views import too_many_requests

KINDS = {"json": (export.as_json, "application/json"), "pdf": (export.as_pdf, "application/pdf")}


@require_safe
@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    return render(request, "accounts/privacy.html", {"consents": standing(person), "kept": kept_about(person)})


@require_POST
@login_required
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """One button for one optional purpose."""
    if purpose not in OPTIONAL:
        raise Http404
    given = request.POST.get("given") == "yes"
    consents.decide(
        person=cast(User, request.user), purpose=Purpose(purpose), given=given, source=ConsentSource.PRIVACY_PAGE
    )
    messages.success(request, _("You have agreed.") if given else _("Your consent is taken back."))
    return redirect("my_privacy")


@require_POST
@login_required
@reauthentication_required
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything about oneself, after the password was typed again: a telephone left on a table gives nothing away."""
    if kind not in KINDS:
        raise Http404
    make, content_type = KINDS[kind]
    try:
        content = make(person=cast(User, request.user))
    except export.TooMany as refused:
        return too_many_requests(request, until=refused.until)
    headers = {"Content-Disposition": f'attachment; filename="my-data.{kind}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)

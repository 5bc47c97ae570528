"""What a person sees and decides about their own data."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.domain import consents
from lms.accounts.models import Purpose, User
from lms.accounts.models.consent import OPTIONAL, ConsentSource
from lms.accounts.queries.consents import standing


@require_safe
@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/privacy.html", {"consents": standing(cast(User, request.user))})


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

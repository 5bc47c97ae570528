from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_manager
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.web.refusals import refusal_on
from mentoring.corps.domain import bodies as domain
from mentoring.corps.domain.eligibility import seats_taken
from mentoring.corps.forms.bodies import BodyForm
from mentoring.corps.models import Body
from mentoring.corps.rules import may_change_body


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_body(request: AuthedRequest, pk: int) -> HttpResponse:
    """A body's seats and term; the manager changes them, coordinators and auditors read them."""
    user = request.user
    body = get_object_or_404(Body.objects.visible_to(user).filter(centre=current_centre(request)), pk=pk)
    may_change = may_change_body(user, body)
    if request.method == "POST" and not may_change:
        raise not_manager()
    form = BodyForm(request.POST or None, initial={name: getattr(body, name) for name in domain.SETTINGS})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            domain.change_settings(body=body, actor=user, **form.cleaned_data)
            messages.success(request, _("The settings are saved."))
            return redirect("office_body", pk)
    context = {"body": body, "form": form, "may_change": may_change, "seats_used": seats_taken(body)}
    return render(
        request, "mentoring/corps/office_appointment_body.html", context, status=422 if form.is_bound else 200
    )

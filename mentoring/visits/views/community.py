"""A visit log as the community reads and answers it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import is_self
from lms.common.web.refusals import refusal_on
from mentoring.communities.rules import represented
from mentoring.visits.domain import confirmation as domain
from mentoring.visits.enums import VisitState
from mentoring.visits.forms.answer import ObjectionForm
from mentoring.visits.models import Visit
from mentoring.visits.queries.photos import taken_out
from mentoring.visits.queries.visits import SENT, shown, status_steps


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def visit_confirm(request: AuthedRequest, pk: int) -> HttpResponse:
    """Read, then one press: right, or different and what."""
    user = request.user
    sent = shown(user).filter(represented(user, "engagement__community"), state__in=SENT)
    visit = get_object_or_404(sent, pk=pk)
    request.help_centre = visit.centre
    if request.method == "POST" and request.POST.get("answer") == "right":
        domain.confirm_visit(visit=visit, person=user)
        messages.success(request, _("Thank you. The visit is confirmed."))
        return redirect("visit_confirm", pk)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            domain.object_to(visit=visit, person=user, comment=form.cleaned_data["comment"])
            messages.success(request, _("Thank you. The expert is told, and the centre sees it."))
            return redirect("visit_confirm", pk)
    return _page(request, visit, form, status=422 if request.method == "POST" else 200)


def _page(request: AuthedRequest, visit: Visit, form: ObjectionForm, *, status: int) -> HttpResponse:
    waits = visit.state in {VisitState.SUBMITTED, VisitState.NO_SHOW} and not domain.is_over(visit)
    context = {
        "visit": visit,
        "form": form,
        "may_answer": waits and not is_self(request.user, visit.author_id),
        "may_confirm": visit.state == VisitState.SUBMITTED,
        "steps": status_steps(visit),
        "photos_taken_out": taken_out(visit),
    }
    return render(request, "mentoring/visits/visit_confirm.html", context, status=status)

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.machines import open_actions
from lms.common.web.refusals import refusal_on
from mentoring.coaching.domain import engagements as domain
from mentoring.coaching.forms.engagements import ReviewForm
from mentoring.coaching.queries.engagements import shown
from mentoring.communities.rules import represented


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def engagement_review(request: AuthedRequest, pk: int) -> HttpResponse:
    """How it went, in five questions; sending it finishes the coaching."""
    user = request.user
    engagement = get_object_or_404(shown(user).filter(represented(user)), pk=pk)
    request.help_centre = engagement.centre
    form = ReviewForm(request.POST or None, goals=list(engagement.goals.all()))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            domain.complete_engagement(engagement=engagement, actor=user, outcome=form.outcome, goals=form.goals)
            messages.success(request, _("Thank you. The coaching is finished."))
            return redirect("request", engagement.request_id)
    open_ = "complete" in open_actions(engagement)
    context = {"form": form, "engagement": engagement, "open": open_}
    return render(request, "mentoring/coaching/engagement_review.html", context, status=422 if form.errors else 200)

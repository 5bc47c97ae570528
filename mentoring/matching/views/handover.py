"""The office hands a community over to another expert."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.web.refusals import refusal_on
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.queries.engagements import latest_of, shown
from mentoring.communities.domain.guards import check_may_decide
from mentoring.matching.domain.handover import hand_over
from mentoring.matching.forms.handover import HandOverForm
from mentoring.matching.ranking import successors
from mentoring.visits.queries.engagements import drafts_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_hand_over(request: AuthedRequest, pk: int) -> HttpResponse:
    user = request.user
    engagement = get_object_or_404(shown(user), pk=pk, centre=current_centre(request))
    check_may_decide(user, engagement.community, engagement.expert)
    if engagement.state not in OPEN_ENGAGEMENT:
        return redirect("office_engagement", latest_of(engagement).pk)  # pressed twice
    ranking = successors(engagement)
    form = HandOverForm(request.POST if request.method == "POST" else None, ranking=ranking, centre=engagement.centre)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_on(form):
            new = hand_over(
                engagement=engagement,
                to=said["expert"].expert,
                actor=user,
                reason=said["reason"],
                passing=said["expert"].passing,
                pass_reason=said.get("pass_reason", ""),
            )
            messages.success(request, _("The community is handed over. Both experts and the community hear of it."))
            return redirect("office_engagement", new.pk)
    context = {"form": form, "engagement": engagement, "ranking": ranking, "drafts": drafts_of(engagement)}
    return render(request, "mentoring/matching/office_hand_over.html", context, status=422 if form.errors else 200)

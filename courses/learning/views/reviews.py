"""Completions whose facts were corrected: the office's queue, and the page on which two people decide."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.learning.domain import reviews as domain
from courses.learning.enums import Proposal
from courses.learning.forms.reviews import AnswerForm, ProposalForm
from courses.learning.hanging import hanging_on
from courses.learning.lists import REVIEWS
from courses.learning.models import CompletionReview
from courses.learning.queries import reviews as queries
from courses.learning.queries.progress import progress
from courses.learning.rules import may_review
from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.records.statelog import history
from lms.common.ui.forms import PlainForm
from lms.common.web.refusals import refusal_as_message, refusal_on


@require_safe
@signed_in
def office_reviews(request: AuthedRequest) -> HttpResponse:
    listed = REVIEWS.shown(request, current_centre(request))
    return render(request, "courses/learning/reviews.html", {"list": listed})


@require_safe
@signed_in
def office_review(request: AuthedRequest, pk: int) -> HttpResponse:
    return _shown(request, _review(request, pk))


@require_POST
@signed_in
def office_review_propose(request: AuthedRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    form = ProposalForm(request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            said = {"proposal": Proposal(form.cleaned_data["proposal"]), "reason": form.cleaned_data["reason"]}
            domain.propose(review=review, actor=request.user, **said)
            messages.success(request, _("Proposed. A second person of the office has to agree."))
            return redirect("office_review", pk=pk)
    return _shown(request, review, form)


@require_POST
@signed_in
def office_review_answer(request: AuthedRequest, pk: int) -> HttpResponse:
    """Agree or object: nothing happens without the button's name."""
    review = _review(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, review, form)
    with refusal_as_message(request, unless=NotAllowed):
        act = domain.agree if form.cleaned_data["answer"] == "agree" else domain.object_to
        messages.success(request, _told(act(review=review, actor=request.user)))
    return redirect("office_review", pk=pk)


def _told(review: CompletionReview) -> str:
    return str(review.get_state_display())


def _review(request: AuthedRequest, pk: int) -> CompletionReview:
    rows = CompletionReview.objects.visible_to(request.user).select_related(
        "centre", "completion__person", "completion__enrolment__run__version", "completion__enrolment__version"
    )
    review: CompletionReview = get_object_or_404(rows.select_related("proposed_by", "decided_by"), pk=pk)
    request.help_centre = review.centre
    return review


def _shown(request: AuthedRequest, review: CompletionReview, refused: PlainForm | None = None) -> HttpResponse:
    completion = review.completion
    context: dict[str, Any] = {"review": review, "completion": completion, "run": completion.enrolment.run}
    context |= {"hanging": hanging_on(completion), "marks": queries.corrected_marks(completion)}
    context["evidence"] = queries.taken_back_evidence(completion)
    context |= {"progress": progress(completion.enrolment), "history": history(review)}
    context["form"] = refused  # what the title counts mistakes of
    context["proposing"] = refused if isinstance(refused, ProposalForm) else ProposalForm()
    context |= {"may_review": may_review(request.user, review), "proposed_it": review.proposed_by_id == request.user.pk}
    return render(request, "courses/learning/review.html", context, status=422 if refused else 200)

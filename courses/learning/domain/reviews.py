"""A completion whose facts were corrected. Its date never moves: two people of the office keep it, or withdraw it by a row
of its own."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.learning.domain.completion import lock_people
from courses.learning.enums import OPEN_REVIEW, Proposal, ReviewState
from courses.learning.models import CompletionReview
from courses.learning.queries.reviews import unmet_completions
from courses.learning.rules import may_review
from courses.learning.signals import completion_withdrawn
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import Completion, CompletionWithdrawal
from courses.runs.signals import facts_changed
from lms.accounts.domain.guards import not_staff
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.notifications.domain import notify


def facts_corrected(*, people: Collection[int], actor: User | None) -> None:
    """Called once after facts of these people were corrected, in that transaction: what rests on nothing any more comes
    into the queue, and what does again leaves it. The person's row is locked, so that it comes there once."""
    if not people:
        return
    with transaction.atomic():
        lock_people(people)
        unmet = {row.pk: row for row in unmet_completions(people)}
        for review in _locked_reviews(people):
            if unmet.pop(review.completion_id, None) is None:
                transitions.move(review, "dismiss", actor=actor)
        for completion in unmet.values():
            _open(completion, actor)


def after_change(sender: type[Model], *, people: Collection[int], actor: User | None, **kwargs: Any) -> None:
    """Another fact may carry what was in doubt, such as a paper that is accepted again. Nothing comes into the queue by
    that: what two people decided to keep stays kept."""
    if not CompletionReview.objects.open().filter(completion__person__in=people).exists():
        return
    with transaction.atomic():
        lock_people(people)
        unmet = {row.pk for row in unmet_completions(people)}
        for review in _locked_reviews(people):
            if review.completion_id not in unmet:
                transitions.move(review, "dismiss", actor=actor)


def _locked_reviews(people: Collection[int]) -> list[CompletionReview]:
    return transitions.lock_each(
        CompletionReview.objects.open().filter(completion__person__in=people), action="dismiss"
    )


def connect() -> None:
    facts_changed.connect(after_change, dispatch_uid="learning.reviews.after_change")


def _open(completion: Completion, actor: User | None) -> None:
    review = CompletionReview.objects.create(
        centre_id=completion.centre_id, completion=completion, opened_at=clock.now()
    )
    statelog.record(review, action="open", to_state=review.state, actor=actor)


def propose(*, review: CompletionReview, proposal: Proposal, reason: str, actor: User) -> CompletionReview:
    """The first person says what should become of it, and why."""
    _check_reviews(actor, review)
    reason = check_reason(reason)
    with transaction.atomic():
        review = transitions.lock(review)
        if (review.state, review.proposed_by_id, review.proposal) == (ReviewState.PROPOSED, actor.pk, proposal):
            return review
        said = {"proposal": proposal, "reason": reason, "proposed_by": actor, "proposed_at": clock.now()}
        transitions.move(review, "propose", actor=actor, reason=reason, changes=said, data={"proposal": proposal})
        return review


def object_to(*, review: CompletionReview, actor: User) -> CompletionReview:
    """The second person sees it otherwise; it is to be decided anew."""
    _check_reviews(actor, review)
    with transaction.atomic():
        review = transitions.lock(review)
        if review.state == ReviewState.WAITING:
            return review
        _check_second(review, actor)
        nothing = {"proposal": "", "reason": "", "proposed_by": None, "proposed_at": None}
        transitions.move(review, "object", actor=actor, changes=nothing)
        return review


def agree(*, review: CompletionReview, actor: User) -> CompletionReview:
    """The second person says the same, and so it is done."""
    _check_reviews(actor, review)
    with transaction.atomic():
        # As everywhere: the run, the person, then the enrolment (0004).
        run = transitions.lock(review.completion.enrolment.run)
        lock_people([review.completion.person_id])
        review = transitions.lock(review, within=[run])
        if review.state not in OPEN_REVIEW:
            return review
        _check_second(review, actor)
        to = ReviewState.WITHDRAWN if review.proposal == Proposal.WITHDRAW else ReviewState.KEPT
        decided = {"decided_by": actor, "decided_at": clock.now()}
        transitions.move(review, "agree", to=to, actor=actor, reason=review.reason, changes=decided)
        if to == ReviewState.WITHDRAWN:
            _withdraw(review, actor)
        return review


def _withdraw(review: CompletionReview, actor: User) -> None:
    completion, enrolment = review.completion, review.completion.enrolment
    CompletionWithdrawal.objects.create(
        centre_id=review.centre_id,
        completion=completion,
        reason=review.reason,
        asked_by_id=review.proposed_by_id or 0,  # whoever is second answers somebody
        asked_at=review.proposed_at or clock.now(),
        withdrawn_by=actor,
        withdrawn_at=clock.now(),
    )
    to = EnrolmentState.ACTIVE if enrolment.run.state == RunState.PUBLISHED else EnrolmentState.NOT_COMPLETED
    transitions.move(enrolment, "withdraw_completion", to=to, actor=actor, reason=review.reason)
    _tell(completion)
    completion_withdrawn.send(CompletionWithdrawal, completion=completion)
    # What asked for this course may rest on nothing now; and the facts of today may complete it anew.
    facts_corrected(people=[completion.person_id], actor=actor)
    facts_changed.send(CompletionWithdrawal, people=[completion.person_id], actor=actor)


def _tell(completion: Completion) -> None:
    notify(
        person=completion.person,
        centre=completion.centre_id,
        kind="completion_withdrawn",
        key=f"completion_withdrawn:{completion.pk}",
        title=_("Your completion was withdrawn: %(course)s") % {"course": completion.enrolment.run.version.title[:60]},
        text=_(
            "What it rested on was corrected, and the rule isn't met any more. Please call the centre if that is wrong."
        ),
        path=reverse("my_learning"),
    )


def _check_reviews(actor: User, review: CompletionReview) -> None:
    if not may_review(actor, review):
        raise not_staff()


def _check_second(review: CompletionReview, actor: User) -> None:
    if review.proposed_by_id is None:
        transitions.refuse(review)
    if review.proposed_by_id == actor.pk:
        raise DomainError(
            _("You proposed this yourself. A second person of the office has to agree."), code="two_people"
        )

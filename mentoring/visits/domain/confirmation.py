"""The answer to a visit log: the community's, the clock's after seven silent days, and the coordinator's ruling."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_coordinator, not_staff
from lms.accounts.models import User
from lms.accounts.rules import is_self
from lms.common import clock
from lms.common.enums import Access
from lms.common.errors import DomainError, NotAllowed
from lms.common.one_by_one import one_by_one
from lms.common.records import accesslog, statelog, transitions
from lms.common.records.reasons import check_reason
from mentoring.communities.domain.guards import check_may_decide, not_representative
from mentoring.visits.domain import notices
from mentoring.visits.domain.content import take_back_steps
from mentoring.visits.enums import Verdict, VisitState
from mentoring.visits.models import PrivateNote, Visit
from mentoring.visits.rules import may_answer_visit, may_read_note_of_other, may_rule_on_visit


@transaction.atomic
def confirm_visit(*, visit: Visit, sent_at: datetime | None, person: User) -> Visit:
    """“It is right”, by a current representative. Pressing twice, or two representatives at once, confirms once.

    `sent_at` is when the log that the person read was sent: what was mended since, nobody has read.
    """
    visit = transitions.lock(visit)
    check_may_answer(visit, person)
    _check_was_read(visit, sent_at)
    if visit.state == VisitState.CONFIRMED:
        return visit
    _answer(visit, "confirm", person, Verdict.OK)
    notices.tell_expert(visit, title=_("The community confirmed your visit log."), key="confirmed")
    return visit


@transaction.atomic
def object_to(*, visit: Visit, sent_at: datetime | None, person: User, comment: str) -> Visit:
    """“Something is different”, with what it is. Also the way to contest a visit recorded as not having taken place."""
    visit = transitions.lock(visit)
    check_may_answer(visit, person)
    _check_was_read(visit, sent_at)
    if not comment.strip():
        message = _("Please write what is different.")
        raise DomainError(message, code="no_comment", fields={"comment": message})
    last = visit.confirmations.last()
    if visit.state == VisitState.OBJECTED and last and (last.person_id, last.comment) == (person.pk, comment):
        return visit
    if is_over(visit):
        raise DomainError(
            _("The time for an answer is over, so the log counts as confirmed. Please call the centre."),
            code="answer_over",
        )
    _answer(visit, "contest" if visit.state == VisitState.NO_SHOW else "object", person, Verdict.OBJECTION, comment)
    answers = visit.confirmations.count()
    notices.tell_expert(
        visit, title=_("The community says something in your visit log is different."), key=f"no-{answers}"
    )
    return visit


def auto_confirm_due() -> int:
    """Logs whose seven days passed without an answer are confirmed by the clock. Returns how many."""
    due = Visit.objects.filter(state=VisitState.SUBMITTED, confirm_by__lt=clock.now())
    return one_by_one(_auto_confirm, list(due.order_by("confirm_by", "pk")))


@transaction.atomic
def _auto_confirm(visit: Visit) -> bool:
    """Looks again under the lock: an answer, or a second run of the clock, may have come in between."""
    visit = transitions.lock(visit)
    if visit.state != VisitState.SUBMITTED or not is_over(visit):
        return False
    _answer(visit, "auto_confirm", None, Verdict.OK)
    notices.tell_expert(
        visit, title=_("Your visit log was confirmed after seven days without an answer."), key="confirmed"
    )
    return True


@transaction.atomic
def rule_on_objection(*, visit: Visit, actor: User, uphold: bool, reason: str) -> Visit:
    """A coordinator decides about an objection: the log stands, or it is void."""
    visit = transitions.lock(visit)
    _check_may_rule(visit, actor)
    goal = VisitState.CONFIRMED if uphold else VisitState.VOIDED
    if visit.state == goal:
        return visit
    _settle(visit, "rule_confirmed" if uphold else "rule_voided", actor, reason)
    return visit


@transaction.atomic
def void_visit(*, visit: Visit, actor: User, reason: str) -> Visit:
    """A confirmed log turns out not to count. Its content stays as it is."""
    visit = transitions.lock(visit)
    _check_may_rule(visit, actor)
    if visit.state == VisitState.VOIDED:
        return visit
    _settle(visit, "void", actor, reason)
    return visit


@transaction.atomic
def read_private_note(*, visit: Visit, actor: User, reason: str) -> PrivateNote | None:
    """Staff read the expert's private note with a reason; each read is on record. Reading one's own needs none."""
    note = PrivateNote.objects.filter(visit=visit).exclude(text="").first()
    if is_self(actor, visit.author_id):
        return note
    if not may_read_note_of_other(actor, visit):
        raise not_staff()
    reason = check_reason(reason)
    statelog.record(visit, action="read_private_note", actor=actor, reason=reason)
    accesslog.record(actor=actor, action=Access.NOTE, what=visit, whose=[visit.author_id], reason=reason)
    return note


def is_over(visit: Visit) -> bool:
    """Dates are judged here, so a late run of the clock gives nobody more time."""
    return visit.confirm_by is not None and visit.confirm_by < clock.now()


def check_may_answer(visit: Visit, person: User) -> None:
    if is_self(person, visit.author_id):
        raise NotAllowed(_("The person who wrote a log can't answer it."), code="author")
    if not may_answer_visit(person, visit):
        raise not_representative()


# ── within


def _check_was_read(visit: Visit, sent_at: datetime | None) -> None:
    if visit.submitted_at != sent_at:
        raise DomainError(
            _("The expert has changed this log since you opened it. Please read it again."), code="changed"
        )


def _check_may_rule(visit: Visit, actor: User) -> None:
    if is_self(actor, visit.author_id):
        raise NotAllowed(_("The person who wrote a log can't decide about it."), code="author")
    check_may_decide(actor, visit.engagement.community)
    if not may_rule_on_visit(actor, visit):
        raise not_coordinator()


def _answer(visit: Visit, action: str, person: User | None, verdict: Verdict, comment: str = "") -> None:
    now = clock.now()
    settled = now if verdict == Verdict.OK else None
    transitions.move(visit, action, actor=person, changes={"settled_at": settled}, data=_as_answered(visit))
    visit.confirmations.create(person=person, verdict=verdict, comment=comment, at=now)


def _as_answered(visit: Visit) -> dict[str, int]:
    """What is paid, on record beside the answer: `verify` compares."""
    return {"minutes": visit.minutes}


def _settle(visit: Visit, action: str, actor: User, reason: str) -> None:
    transitions.check(visit, action)
    reason = check_reason(reason)
    settled = {"reason": reason, "settled_at": clock.now()}
    transitions.move(visit, action, actor=actor, reason=reason, changes=settled, data=_as_answered(visit))
    if visit.state == VisitState.VOIDED:
        take_back_steps(visit)
        title = _("The centre declared your visit log void.")
    else:
        title = _("The centre decided that your visit log stands.")
    key = f"{action}-{visit.settled_at:%Y%m%d%H%M%S}"
    notices.tell_expert(visit, title=title, key=key)
    notices.tell_of_ruling(visit, key=key)

"""The answer to a visit log: the community's, the clock's after seven silent days, and the coordinator's ruling."""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_coordinator, not_staff
from lms.accounts.models import User
from lms.accounts.rules import is_self
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import Access
from lms.common.one_by_one import one_by_one
from lms.common.records import accesslog, statelog, transitions
from lms.common.records.reasons import check_reason
from mentoring.communities.domain.guards import not_representative
from mentoring.visits.domain import notices
from mentoring.visits.domain.content import take_back_steps
from mentoring.visits.enums import Verdict, VisitState
from mentoring.visits.models import PrivateNote, Visit
from mentoring.visits.rules import may_answer_visit, may_read_note_of_other, may_rule_on_visit


@transaction.atomic
def confirm_visit(*, visit: Visit, person: User) -> Visit:
    """“It is right”, by a current representative. Pressing twice, or two representatives at once, confirms once."""
    log = transitions.lock(visit)
    check_may_answer(log, person)
    if log.state == VisitState.CONFIRMED:
        return log
    _answer(log, "confirm", person, Verdict.OK)
    notices.tell_expert(log, title=_("The community confirmed your visit log."), key="confirmed")
    return log


@transaction.atomic
def object_to(*, visit: Visit, person: User, comment: str) -> Visit:
    """“Something is different”, with what it is. Also the way to contest a visit recorded as not having taken place."""
    log = transitions.lock(visit)
    check_may_answer(log, person)
    if not comment.strip():
        message = _("Please write what is different.")
        raise DomainError(message, code="no_comment", fields={"comment": message})
    last = log.confirmations.last()
    if log.state == VisitState.OBJECTED and last and (last.person_id, last.comment) == (person.pk, comment):
        return log
    if is_over(log):
        raise DomainError(
            _("The time for an answer is over, so the log counts as confirmed. Please call the centre."),
            code="answer_over",
        )
    _answer(log, "contest" if log.state == VisitState.NO_SHOW else "object", person, Verdict.OBJECTION, comment)
    answers = log.confirmations.count()
    notices.tell_expert(
        log, title=_("The community says something in your visit log is different."), key=f"no-{answers}"
    )
    return log


def auto_confirm_due() -> int:
    """Logs whose seven days passed without an answer are confirmed by the clock. Returns how many."""
    due = Visit.objects.filter(state=VisitState.SUBMITTED, confirm_by__lt=clock.now())
    return one_by_one(_auto_confirm, list(due.order_by("confirm_by", "pk")))


@transaction.atomic
def _auto_confirm(visit: Visit) -> bool:
    """Looks again under the lock: an answer, or a second run of the clock, may have come in between."""
    log = transitions.lock(visit)
    if log.state != VisitState.SUBMITTED or not is_over(log):
        return False
    _answer(log, "auto_confirm", None, Verdict.OK)
    notices.tell_expert(
        log, title=_("Your visit log was confirmed after seven days without an answer."), key="confirmed"
    )
    return True


@transaction.atomic
def rule_on_objection(*, visit: Visit, actor: User, uphold: bool, reason: str) -> Visit:
    """A coordinator decides about an objection: the log stands, or it is void."""
    log = transitions.lock(visit)
    _check_may_rule(log, actor)
    goal = VisitState.CONFIRMED if uphold else VisitState.VOIDED
    if log.state == goal:
        return log
    _settle(log, "rule_confirmed" if uphold else "rule_voided", actor, reason)
    return log


@transaction.atomic
def void_visit(*, visit: Visit, actor: User, reason: str) -> Visit:
    """A confirmed log turns out not to count. Its content stays as it is."""
    log = transitions.lock(visit)
    _check_may_rule(log, actor)
    if log.state == VisitState.VOIDED:
        return log
    _settle(log, "void", actor, reason)
    return log


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


def is_over(log: Visit) -> bool:
    """Dates are judged here, so a late run of the clock gives nobody more time."""
    return log.confirm_by is not None and log.confirm_by < clock.now()


def check_may_answer(log: Visit, person: User) -> None:
    if is_self(person, log.author_id):
        raise NotAllowed(_("The person who wrote a log can't answer it."), code="author")
    if not may_answer_visit(person, log):
        raise not_representative()


# ── within


def _check_may_rule(log: Visit, actor: User) -> None:
    if is_self(actor, log.author_id):
        raise NotAllowed(_("The person who wrote a log can't decide about it."), code="author")
    if not may_rule_on_visit(actor, log):
        raise not_coordinator()


def _answer(log: Visit, action: str, person: User | None, verdict: Verdict, comment: str = "") -> None:
    now = clock.now()
    transitions.move(log, action, actor=person, changes={"settled_at": now if verdict == Verdict.OK else None})
    log.confirmations.create(person=person, verdict=verdict, comment=comment, at=now)


def _settle(log: Visit, action: str, actor: User, reason: str) -> None:
    transitions.check(log, action)
    reason = check_reason(reason)
    transitions.move(log, action, actor=actor, reason=reason, changes={"reason": reason, "settled_at": clock.now()})
    if log.state == VisitState.VOIDED:
        take_back_steps(log)
        title = _("The centre declared your visit log void.")
    else:
        title = _("The centre decided that your visit log stands.")
    notices.tell_expert(log, title=title, key=f"{action}-{log.settled_at:%Y%m%d%H%M%S}")

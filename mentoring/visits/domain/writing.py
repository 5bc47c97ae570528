"""The expert's side of a visit log: arrange, write, send, take back, mend. The answers are in `confirmation`."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from cms.models import Topic
from lms.accounts.models import User
from lms.accounts.rules import may_coordinate
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog, transitions
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.corps.models import ExpertProfile
from mentoring.visits.domain import notices, photos
from mentoring.visits.domain.guards import check_in_service, check_visit, moment_at
from mentoring.visits.domain.photos import PhotoChanges
from mentoring.visits.enums import ActionState, Health, Side, VisitMode, VisitState
from mentoring.visits.models import ActionItem, Addendum, PrivateNote, Visit

DAYS_TO_ANSWER = 7
# Copied from the form into the row as they are.
PLAIN_FIELDS = (
    "starts_at",
    "ends_at",
    "mode",
    "place",
    "attendees",
    "content",
    "problems",
    "advice",
    "next_on",
    "health",
)


@dataclass(frozen=True)
class VisitData:
    """What the form says of one visit. `settled` are ids of earlier next steps that are done now."""

    starts_at: datetime
    ends_at: datetime
    mode: str = VisitMode.VISIT
    place: str = ""
    attendees: int = 0
    topics: tuple[Topic, ...] = ()
    content: str = ""
    problems: str = ""
    advice: str = ""
    next_step: str = ""
    next_owner: str = Side.COMMUNITY
    next_on: date | None = None
    health: str = Health.GOOD
    settled: frozenset[int] = field(default_factory=frozenset)
    private_note: str = ""
    photos: PhotoChanges = field(default_factory=PhotoChanges)


@transaction.atomic
def schedule_visit(
    *, engagement: Engagement, starts_at: datetime, ends_at: datetime, mode: str, place: str, actor: User
) -> Visit:
    """Arrange a visit. Asking twice for the same day gives the one that is there."""
    expert = transitions.lock_by_id(ExpertProfile, engagement.expert_id)
    _check_author(expert, actor)
    if engagement.state not in OPEN_ENGAGEMENT:
        raise DomainError(_("The coaching of this community has ended."), code="engagement_closed")
    there = _arranged_on(engagement, starts_at.astimezone(clock.SEOUL).date())
    if there is not None:
        return there
    visit = Visit.objects.create(
        centre_id=engagement.centre_id,
        engagement=engagement,
        expert=expert,
        author=actor,
        starts_at=starts_at,
        ends_at=ends_at,
        mode=mode,
        place=place,
        state=VisitState.SCHEDULED,
        created_at=clock.now(),
    )
    statelog.record(visit, action="schedule", to_state=visit.state, actor=actor)
    return visit


def log_visit(*, engagement: Engagement, author: User, client_uuid: uuid.UUID, data: VisitData, submit: bool) -> Visit:
    """Write a log, or write it again: however often one form is sent, there is one row.

    The same content again is a success. Other content mends a draft, and is a conflict once the log has been sent.
    """
    with photos.written_files() as written:
        # The race: a phone sends the form twice, or two phones send two logs. Both look for an overlap, or for the next
        # number, before either has written; both find none. With the expert's row locked the second waits and sees.
        expert = transitions.lock_by_id(ExpertProfile, engagement.expert_id)
        _check_author(expert, author)
        log = _row_of(expert, client_uuid, engagement)
        if log is None:
            log = _new_log(engagement, expert, author, _key_for(author, client_uuid, engagement))
        elif log.state == VisitState.SCHEDULED:
            transitions.move(log, "log", actor=author)
        elif log.engagement_id == engagement.pk and _says_the_same(log, data):
            return _submit(log, author) if submit and log.state == VisitState.DRAFT else log
        elif log.state != VisitState.DRAFT:
            raise DomainError(
                _("This log was sent already and says something else. Please open the sent log to compare."),
                code="conflict",
            )
        _rewrite(log, engagement, data)
        photos.change_photos(log, data.photos, actor=author, written=written)
        return _submit(log, author) if submit else log


@transaction.atomic
def submit_visit(*, visit: Visit, author: User) -> Visit:
    log = _locked(visit, author)
    return log if log.state == VisitState.SUBMITTED else _submit(log, author)


@transaction.atomic
def recall_visit(*, visit: Visit, author: User) -> Visit:
    """Take a log back before the community has answered."""
    log = _locked(visit, author)
    if log.state == VisitState.DRAFT:
        return log
    if log.confirm_by is not None and log.confirm_by < clock.now():
        raise DomainError(_("The time for an answer is over, so this log counts as confirmed."), code="answer_over")
    transitions.move(log, "recall", actor=author, changes={"confirm_by": None})
    return log


def revise_visit(*, visit: Visit, author: User, data: VisitData) -> Visit:
    """Mend a log that the community objected to, and send it again."""
    with photos.written_files() as written:
        log = _locked(visit, author)
        if log.state == VisitState.SUBMITTED and _says_the_same(log, data):
            return log
        if log.no_show_side:
            raise DomainError(_("The centre decides about this one. Please call it."), code="ruled_by_staff")
        transitions.check(log, "revise")
        _rewrite(log, log.engagement, data)
        photos.change_photos(log, data.photos, actor=author, written=written)
        return _send(log, "revise", author)


@transaction.atomic
def cancel_visit(*, visit: Visit, author: User, reason: str = "") -> Visit:
    """Call an arranged visit off, or throw away a draft that was never sent."""
    log = _locked(visit, author)
    if log.state == VisitState.CANCELLED:
        return log
    if log.number is not None:
        raise DomainError(_("This log has been sent before. Please mend it and send it again."), code="was_sent")
    transitions.check(log, "cancel")
    take_back_steps(log)
    photos.remove_photos(log.photos.all())
    transitions.move(log, "cancel", actor=author, reason=reason)
    return log


@transaction.atomic
def log_no_show(*, engagement: Engagement, author: User, client_uuid: uuid.UUID, data: VisitData, side: Side) -> Visit:
    """A visit that did not take place, and which side did not come. The community can contest it for a week."""
    expert = transitions.lock_by_id(ExpertProfile, engagement.expert_id)
    _check_author(expert, author)
    log = _row_of(expert, client_uuid, engagement)
    if log is not None and log.state == VisitState.NO_SHOW:
        return log
    if log is None:
        log = _new_log(engagement, expert, author, _key_for(author, client_uuid, engagement))
    transitions.check(log, "no_show")
    if log.number is not None:
        raise DomainError(_("This log has been sent before. Please mend it and send it again."), code="was_sent")
    _rewrite(log, engagement, data)
    now = clock.now()
    asked = {"no_show_side": side, "submitted_at": now, "confirm_by": answer_until(now)}
    transitions.move(log, "no_show", actor=author, changes=asked)
    notices.ask_representatives(log)
    return log


@transaction.atomic
def add_addendum(*, visit: Visit, author: User, text: str) -> Addendum:
    """A correction of a confirmed log, beside it. Pressing twice writes one."""
    log = _locked(visit, author)
    if log.state != VisitState.CONFIRMED:
        raise DomainError(
            _("Only a confirmed log takes an addition; this one can still be changed."), code="not_confirmed"
        )
    there = log.addenda.filter(author=author, text=text).first()
    if there is not None:
        return there
    addendum = log.addenda.create(author=author, text=text, written_at=clock.now())
    statelog.record(log, action="add", from_state=log.state, to_state=log.state, actor=author)
    notices.tell_of_addition(addendum)
    return addendum


@transaction.atomic
def allow_late_logs(*, engagement: Engagement, until: date, actor: User, reason: str) -> Engagement:
    """A coordinator opens one engagement for logs of older visits, until a day."""
    row = transitions.lock(engagement)
    if not may_coordinate(actor, row.centre_id):
        raise NotAllowed(_("Only a coordinator of the centre can do this."))
    if not reason.strip():
        raise DomainError(_("Please say why."), fields={"reason": _("Please say why.")})
    row.late_logs_until = until
    row.save(update_fields=["late_logs_until"])
    statelog.record(row, action="allow_late_logs", actor=actor, reason=reason, data={"until": until.isoformat()})
    return row


def answer_until(sent: datetime) -> datetime:
    """The end of the seventh day after the log was sent."""
    last = sent.astimezone(clock.SEOUL).date() + timedelta(days=DAYS_TO_ANSWER)
    return moment_at(last, time(23, 59, 59))


def take_back_steps(log: Visit) -> None:
    """What a log that no longer counts had opened is dropped, and what it had settled is open again."""
    transitions.move_parts(ActionItem.objects.filter(visit=log, state=ActionState.OPEN), "drop")
    transitions.move_parts(ActionItem.objects.filter(closed_in=log), "reopen", closed_in=None)


# ── within


def _check_author(expert: ExpertProfile, author: User) -> None:
    if expert.person_id != author.pk:
        raise NotAllowed(_("Only the expert of this community writes its logs."))


def _locked(visit: Visit, author: User) -> Visit:
    log = transitions.lock(visit)
    _check_author(log.expert, author)
    check_in_service(log.expert)
    return log


def _key_for(author: User, client_uuid: uuid.UUID, engagement: Engagement) -> uuid.UUID:
    """A form opened from an arranged visit carries that visit's uuid. If the person then picks another community, the
    arranged visit stays as it is and the log gets a uuid of its own, the same one at each retry. So does one for another
    centre: a draft stays with the centre at which it was begun."""
    of_another = Q(state=VisitState.SCHEDULED) & ~Q(engagement=engagement) | ~Q(expert=engagement.expert_id)
    if Visit.objects.filter(of_another, author=author, client_uuid=client_uuid).exists():
        return uuid.uuid5(client_uuid, str(engagement.pk))
    return client_uuid


def _row_of(expert: ExpertProfile, client_uuid: uuid.UUID, engagement: Engagement) -> Visit | None:
    """Under the lock on the expert's row."""
    key = _key_for(expert.person, client_uuid, engagement)
    found = Visit.objects.filter(author=expert.person, client_uuid=key).first()
    return transitions.lock(found, within=[expert]) if found else None


def _new_log(engagement: Engagement, expert: ExpertProfile, author: User, key: uuid.UUID) -> Visit:
    """Not saved yet: the guards come first."""
    return Visit(
        centre_id=engagement.centre_id,
        engagement=engagement,
        expert=expert,
        author=author,
        client_uuid=key,
        state=VisitState.DRAFT,
        created_at=clock.now(),
    )


def _rewrite(log: Visit, engagement: Engagement, data: VisitData) -> None:
    """Put the data into the row, after its guards."""
    if log.number is not None and log.engagement_id != engagement.pk:
        raise DomainError(_("A log that was sent stays with its community."), code="other_community")
    new = log.pk is None
    check_visit(engagement=engagement, starts_at=data.starts_at, ends_at=data.ends_at, of=None if new else log)
    if log.submitted_at and log.next_on != data.next_on:
        _call_off_next(log)
    log.engagement = engagement
    for name in PLAIN_FIELDS:
        setattr(log, name, getattr(data, name))
    log.save()
    if new:
        statelog.record(log, action="draft", to_state=log.state, actor=log.author)
    log.topics.set(data.topics)
    _write_steps(log, data)
    _write_note(log, data.private_note)


def _write_steps(log: Visit, data: VisitData) -> None:
    """One next step a log; those from before are ticked off in it. Rewriting begins from what was open before."""
    transitions.move_parts(ActionItem.objects.filter(closed_in=log), "reopen", closed_in=None)
    open_before = ActionItem.objects.filter(engagement=log.engagement, state=ActionState.OPEN).exclude(visit=log)
    transitions.move_parts(open_before.filter(pk__in=data.settled), "settle", closed_in=log)
    step = log.actions.first()
    if step is None and not data.next_step:
        return
    if step is None:
        step = ActionItem(visit=log)
    elif not data.next_step:
        transitions.move_parts(log.actions.filter(pk=step.pk), "drop")
    else:
        transitions.move_parts(log.actions.filter(pk=step.pk, state=ActionState.DROPPED), "reopen")
    step.engagement, step.text = log.engagement, data.next_step or step.text
    step.owner, step.due_on = data.next_owner, data.next_on
    step.save(update_fields=["engagement", "text", "owner", "due_on"] if step.pk else None)


def _write_note(log: Visit, text: str) -> None:
    note = PrivateNote.objects.filter(visit=log).first()
    if note is None and not text:
        return
    note = note or PrivateNote(visit=log, author=log.author)
    note.text, note.written_at = text, clock.now()
    note.save()


def _submit(log: Visit, author: User) -> Visit:
    transitions.check(log, "submit")
    _check_complete(log)
    check_visit(engagement=log.engagement, starts_at=log.starts_at, ends_at=log.ends_at, of=log)
    if log.number is None:
        log.number = 1 + (log.engagement.visits.aggregate(last=Max("number"))["last"] or 0)
    return _send(log, "submit", author)


def _send(log: Visit, action: str, author: User) -> Visit:
    _check_complete(log)
    now = clock.now()
    sent = {"number": log.number, "submitted_at": now, "confirm_by": answer_until(now)}
    transitions.move(log, action, actor=author, changes=sent)
    _arrange_next(log, author)
    notices.ask_representatives(log)
    return log


def _check_complete(log: Visit) -> None:
    missing = {}
    if not log.content.strip():
        missing["content"] = _("Please write in a sentence or two what was done.")
    if not log.topics.exists():
        missing["topics"] = _("Please choose at least one.")
    if missing:
        raise DomainError(_("The log is not complete yet."), code="incomplete", fields=missing)


def _arrange_next(log: Visit, author: User) -> None:
    """The next day that the two sides agreed on becomes an arranged visit, at the same hour and place."""
    if log.next_on is None or log.next_on < clock.today():
        return
    start = log.starts_at.astimezone(clock.SEOUL).time()
    starts_at = moment_at(log.next_on, start)
    schedule_visit(
        engagement=log.engagement,
        starts_at=starts_at,
        ends_at=starts_at + (log.ends_at - log.starts_at),
        mode=log.mode,
        place=log.place,
        actor=author,
    )


def _call_off_next(log: Visit) -> None:
    """The next day was changed while mending a sent log: the visit that was arranged for the old one goes."""
    arranged = _arranged_on(log.engagement, log.next_on) if log.next_on else None
    if arranged is not None:
        transitions.move(transitions.lock(arranged, within=[log.expert]), "cancel", actor=log.author)


def _arranged_on(engagement: Engagement, day: date) -> Visit | None:
    start = moment_at(day, time.min)
    rows = engagement.visits.filter(state=VisitState.SCHEDULED, starts_at__gte=start)
    return rows.filter(starts_at__lt=start + timedelta(days=1)).first()


def _says_the_same(log: Visit, data: VisitData) -> bool:
    return _content_of(log) == _content_as_sent(data) and photos.already_so(log, data.photos)


def _content_of(log: Visit) -> tuple[object, ...]:
    step = log.actions.exclude(state=ActionState.DROPPED).first()
    note = PrivateNote.objects.filter(visit=log).first()
    return (
        log.starts_at,
        log.ends_at,
        log.mode,
        log.place,
        log.attendees,
        frozenset(log.topics.values_list("pk", flat=True)),
        log.content,
        log.problems,
        log.advice,
        (step.text, step.owner) if step else ("", ""),
        log.next_on,
        log.health,
        frozenset(log.closed_actions.values_list("pk", flat=True)),
        note.text if note else "",
    )


def _content_as_sent(data: VisitData) -> tuple[object, ...]:
    return (
        data.starts_at,
        data.ends_at,
        data.mode,
        data.place,
        data.attendees,
        frozenset(topic.pk for topic in data.topics),
        data.content,
        data.problems,
        data.advice,
        (data.next_step, data.next_owner) if data.next_step else ("", ""),
        data.next_on,
        data.health,
        data.settled,
        data.private_note,
    )

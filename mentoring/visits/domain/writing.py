"""The expert's side of a visit log: write, send, take back, mend. Arranging is in `arranging`, the answers in
`confirmation`."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from mentoring.coaching.enums import GOES_ON
from mentoring.coaching.models import Engagement
from mentoring.corps.models import ExpertProfile
from mentoring.visits import deadlines
from mentoring.visits.domain import notices
from mentoring.visits.domain.arranging import Plan, arrange, arranged_on
from mentoring.visits.domain.content import take_back_steps, write_content
from mentoring.visits.domain.ends import call_off, give_steps_an_owner, make_way_for
from mentoring.visits.domain.guards import check_in_service, check_visit, moment_at
from mentoring.visits.domain.photos import (
    NO_CHANGES,
    PhotoChanges,
    already_so,
    change_photos,
    remove_photos,
    written_files,
)
from mentoring.visits.enums import Side, VisitState
from mentoring.visits.models import Addendum, Visit
from mentoring.visits.models.content import VisitContent
from mentoring.visits.queries.content import Beside, beside, content_of, stamp_of
from mentoring.visits.rules import may_allow_late_logs, may_enter_visits, may_log_visits

# What may be written into: the rest was sent, or called off.
WRITABLE = frozenset({VisitState.SCHEDULED, VisitState.DRAFT})
SENDS = ("submit", "revise")
# What another day, time or length mends.
OF_ITS_TIME = frozenset(
    {"empty", "too_long", "future", "outside_engagement", "engagement_closed", "outside_term", "late", "overlap"}
)


def log_visit(
    *,
    engagement: Engagement,
    author: User,
    client_uuid: uuid.UUID,
    content: VisitContent,
    photos: PhotoChanges = NO_CHANGES,
    submit: bool,
    seen: str = "",
) -> Visit:
    """Write a log, or write it again: however often one form is sent, there is one row.

    The same content again is a success. Other content mends a draft, and is a conflict once the log has been sent. `seen` is
    the stamp of what the writer had before their eyes: what was written since, as in another tab, isn't overwritten.
    """
    with written_files() as written:
        # The race: a phone sends the form twice, or two phones send two logs. Both look for an overlap, or for the next
        # number, before either has written; both find none. With the expert's row locked the second waits and sees.
        expert = transitions.lock_by_id(ExpertProfile, engagement.expert_id)
        _check_author(expert, author)
        visit = _visit_for(engagement, expert, client_uuid)
        rows = beside(visit)
        same = visit.engagement_id == engagement.pk and _says_the_same(visit, rows, content, photos)
        if same and not (submit and visit.state == VisitState.DRAFT):
            return visit
        engagement = _engagement_now(engagement, visit)
        _check_may_write(visit, engagement)
        if not same:
            _check_seen(visit, rows, seen)
        check_visit(engagement=engagement, content=content, of=_if_written(visit), complete=submit)
        if visit.state == VisitState.SCHEDULED:
            transitions.move(visit, "log", actor=author)
        if not same:
            _write(visit, engagement, content, rows, author)
            change_photos(visit, rows.photos, photos, actor=author, written=written)
        return _submit(visit, author) if submit else visit


def keep_unfinished(
    *,
    engagement: Engagement,
    author: User,
    client_uuid: uuid.UUID,
    said: Mapping[str, Any],
    photos: PhotoChanges,
    seen: str,
) -> Visit | None:
    """Keep a log with its photos as a draft although not even its day, time or length will do. `said` is what is understood
    of it. It stands on the nearest time that a log can have, until the writer says when it was; nothing where there is
    none, or where the log was sent already."""
    written = Visit.objects.filter(author=author, client_uuid__in=uuids_of(client_uuid, engagement)).first()
    if written is not None and written.state not in WRITABLE:
        return None
    for starts_at, ends_at in _times_near(said, written):
        content = VisitContent(**{**said, "starts_at": starts_at, "ends_at": ends_at, "next_on": None})
        try:
            return log_visit(
                engagement=engagement,
                author=author,
                client_uuid=client_uuid,
                content=content,
                photos=photos,
                submit=False,
                seen=seen,
            )
        except DomainError as refused:
            if refused.code not in OF_ITS_TIME:
                raise
    return None


def _times_near(said: Mapping[str, Any], written: Visit | None) -> Iterator[tuple[datetime, datetime]]:
    """What was said, what stands there, then half an hour of each day back to the last that is logged."""
    if "starts_at" in said:
        yield said["starts_at"], said["ends_at"]
    if written is not None:
        yield written.starts_at, written.ends_at
    latest = clock.now().replace(minute=0, second=0, microsecond=0)
    for days in range(deadlines.TO_LOG + 1):
        for hours in (1, 2, 4, 8):
            starts_at = latest - timedelta(days=days, hours=hours)
            yield starts_at, starts_at + timedelta(minutes=30)


@transaction.atomic
def recall_visit(*, visit: Visit, author: User) -> Visit:
    """Take a log back before the community has answered."""
    visit = _own_in_service(visit, author)
    if visit.state == VisitState.DRAFT:
        return visit
    if visit.confirm_by is not None and visit.confirm_by < clock.now():
        raise DomainError(_("The time for an answer is over, so this log counts as confirmed."), code="answer_over")
    transitions.move(visit, "recall", actor=author, changes={"confirm_by": None})
    return visit


def revise_visit(
    *, visit: Visit, author: User, content: VisitContent, photos: PhotoChanges = NO_CHANGES, seen: str = ""
) -> Visit:
    """Mend a log that the community objected to, and send it again."""
    with written_files() as written:
        visit = _own(visit, author)
        rows = beside(visit)
        if visit.state == VisitState.SUBMITTED and _says_the_same(visit, rows, content, photos):
            return visit
        if visit.no_show_side:
            raise DomainError(_("The centre decides about this one. Please call it."), code="ruled_by_staff")
        transitions.check(visit, "revise")
        _check_seen(visit, rows, seen)
        check_visit(engagement=visit.engagement, content=content, of=visit)
        _write(visit, visit.engagement, content, rows, author)
        change_photos(visit, rows.photos, photos, actor=author, written=written)
        return _send(visit, "revise", author)


@transaction.atomic
def cancel_visit(*, visit: Visit, author: User, reason: str = "") -> Visit:
    """Call an arranged visit off, or throw away a draft that was never sent."""
    visit = _own_in_service(visit, author)
    if visit.state == VisitState.CANCELLED:
        return visit
    _check_never_sent(visit)
    transitions.check(visit, "cancel")
    if visit.state == VisitState.SCHEDULED:
        call_off(visit, actor=author, reason=reason)
        return visit
    take_back_steps(visit)
    remove_photos(visit.photos.all())
    transitions.move(visit, "cancel", actor=author, reason=reason)
    return visit


@transaction.atomic
def log_no_show(
    *, engagement: Engagement, author: User, client_uuid: uuid.UUID, content: VisitContent, side: Side
) -> Visit:
    """A visit that did not take place, and which side did not come. The community can contest it for a week."""
    expert = transitions.lock_by_id(ExpertProfile, engagement.expert_id)
    _check_author(expert, author)
    visit = _visit_for(engagement, expert, client_uuid)
    if visit.state == VisitState.NO_SHOW:
        return visit
    transitions.check(visit, "no_show")
    _check_never_sent(visit)
    engagement = _engagement_now(engagement, visit)
    check_visit(engagement=engagement, content=content, of=_if_written(visit), complete=False)
    _write(visit, engagement, content, beside(visit), author)
    now = clock.now()
    asked = {"no_show_side": side, "submitted_at": now, "confirm_by": answer_until(now)}
    transitions.move(visit, "no_show", actor=author, changes=asked)
    notices.ask_representatives(visit)
    return visit


@transaction.atomic
def enter_visit(*, engagement: Engagement, actor: User, client_uuid: uuid.UUID, content: VisitContent) -> Visit:
    """The office writes the log of an expert who was suspended or dismissed, or lost the certificate; the community answers
    it as any other. Sending the form twice enters it once."""
    expert = transitions.lock_by_id(ExpertProfile, engagement.expert_id)
    if not may_enter_visits(actor, engagement):
        raise not_coordinator()
    visit = _visit_for(engagement, expert, client_uuid)
    if visit.pk:
        return visit
    engagement = _engagement_now(engagement, visit)
    make_way_for(content, expert=expert, actor=actor)
    check_visit(engagement=engagement, content=content, of=None, by_office=True)
    visit.engagement = engagement
    write_content(visit, content, beside(visit))
    statelog.record(visit, action="enter", to_state=visit.state, actor=actor, is_locked=True)
    visit = _submit(visit, actor)
    notices.tell_expert(visit, title=_("The centre entered a visit log for you."), key="entered")
    return visit


@transaction.atomic
def add_addendum(*, visit: Visit, author: User, text: str) -> Addendum:
    """A correction of a confirmed log, beside it. Pressing twice writes one."""
    visit = _own_in_service(visit, author)
    if visit.state != VisitState.CONFIRMED:
        raise DomainError(
            _("Only a confirmed log takes an addition; this one can still be changed."), code="not_confirmed"
        )
    existing = visit.addenda.filter(author=author, text=text).first()
    if existing is not None:
        return existing
    addendum = visit.addenda.create(author=author, text=text, written_at=clock.now())
    statelog.record(visit, action="add", from_state=visit.state, to_state=visit.state, actor=author)
    notices.tell_of_addition(addendum)
    return addendum


@transaction.atomic
def allow_late_logs(*, engagement: Engagement, until: date, actor: User, reason: str) -> Engagement:
    """A coordinator opens one engagement for logs of older visits, until a day. Pressed twice it is on record once."""
    row = transitions.lock(engagement)
    if not may_allow_late_logs(actor, row):
        raise not_coordinator()
    reason = check_reason(reason)
    if row.late_logs_until == until:
        return row
    row.late_logs_until = until
    row.save(update_fields=["late_logs_until"])
    statelog.record(row, action="allow_late_logs", actor=actor, reason=reason, data={"until": until.isoformat()})
    return row


def answer_until(sent: datetime) -> datetime:
    """The end of the seventh day after the log was sent."""
    last = sent.astimezone(clock.SEOUL).date() + timedelta(days=deadlines.TO_ANSWER)
    return moment_at(last, time(23, 59, 59))


def uuids_of(client_uuid: uuid.UUID, engagement: Engagement) -> tuple[uuid.UUID, uuid.UUID]:
    """That of a form, and the one of its log where the first belongs to another community's visit."""
    return client_uuid, uuid.uuid5(client_uuid, str(engagement.pk))


# ── within


def _check_author(expert: ExpertProfile, author: User) -> None:
    if not may_log_visits(author, expert):
        raise NotAllowed(_("Only the expert of this community writes its logs."), code="not_own")


def _check_never_sent(visit: Visit) -> None:
    if visit.number is not None:
        raise DomainError(_("This log has been sent before. Please mend it and send it again."), code="was_sent")


def _own(visit: Visit, author: User) -> Visit:
    visit = transitions.lock(visit)
    _check_author(visit.expert, author)
    return visit


def _own_in_service(visit: Visit, author: User) -> Visit:
    visit = _own(visit, author)
    check_in_service(visit.expert)
    return visit


def _visit_for(engagement: Engagement, expert: ExpertProfile, client_uuid: uuid.UUID) -> Visit:
    """The row that this form has written already, locked, or a new one, which is not saved before its guards.

    A form opened from an arranged visit carries that visit's uuid. If the person then picks another community, the
    arranged visit stays as it is and the log gets a uuid of its own, the same one at each retry. So does one for another
    centre: a draft stays with the centre at which it was begun.
    """
    of_its_own = uuids_of(client_uuid, engagement)[1]
    rows = Visit.objects.filter(author=expert.person, client_uuid__in=[client_uuid, of_its_own])
    written = {row.client_uuid: row for row in rows}
    first = written.get(client_uuid)
    key = of_its_own if first and _is_of_another(first, engagement) else client_uuid
    if key in written:
        return transitions.lock(written[key], within=[expert])
    visit = Visit(
        centre_id=engagement.centre_id,
        engagement=engagement,
        expert=expert,
        author=expert.person,
        client_uuid=key,
        state=VisitState.DRAFT,
        created_at=clock.now(),
    )
    transitions.count_as_locked(visit, within=[expert])
    return visit


def _is_of_another(row: Visit, engagement: Engagement) -> bool:
    arranged = row.state == VisitState.SCHEDULED and row.engagement_id != engagement.pk
    return arranged or row.expert_id != engagement.expert_id


def _engagement_now(engagement: Engagement, visit: Visit) -> Engagement:
    """As it is under the lock on the expert's row, which every step of an engagement takes, too."""
    if visit.pk and visit.engagement_id == engagement.pk:
        return visit.engagement  # it came with the log
    now = Engagement.objects.select_related("community").get(pk=engagement.pk)
    now.expert = visit.expert
    return now


def _if_written(visit: Visit) -> Visit | None:
    return visit if visit.pk else None


def _says_the_same(visit: Visit, rows: Beside, content: VisitContent, photos: PhotoChanges) -> bool:
    """A visit that is only arranged says nothing yet."""
    if not visit.pk or visit.state == VisitState.SCHEDULED:
        return False
    return content_of(visit, rows) == content and already_so(rows.photos, photos)


def _check_seen(visit: Visit, rows: Beside, seen: str) -> None:
    """The race: two tabs were opened on one draft. The second finds, under the lock, what the first has written."""
    if seen and seen != stamp_of(visit, rows):
        raise DomainError(
            _("This log was written somewhere else meanwhile, maybe in another window. Nothing is saved yet."),
            code="changed_meanwhile",
        )


def _check_may_write(visit: Visit, engagement: Engagement) -> None:
    if visit.state not in WRITABLE:
        raise DomainError(
            _("This log was sent already and says something else. Please open the sent log to compare."),
            code="conflict",
        )
    if visit.number is not None and visit.engagement_id != engagement.pk:
        raise DomainError(_("A log that was sent stays with its community."), code="other_community")


def _write(visit: Visit, engagement: Engagement, content: VisitContent, rows: Beside, author: User) -> None:
    """After the guards."""
    new = not visit.pk
    visit.engagement = engagement
    write_content(visit, content, rows)
    if new:
        statelog.record(visit, action="draft", to_state=visit.state, actor=author, is_locked=True)


def _submit(visit: Visit, author: User) -> Visit:
    if visit.number is None:
        visit.number = 1 + (visit.engagement.visits.aggregate(last=Max("number"))["last"] or 0)
    return _send(visit, "submit", author)


def _send(visit: Visit, action: str, author: User) -> Visit:
    now, arranged_for = clock.now(), _next_as_sent(visit)
    sent = {"number": visit.number, "submitted_at": now, "confirm_by": answer_until(now)}
    said = {"next_on": visit.next_on.isoformat() if visit.next_on else ""}
    transitions.move(visit, action, actor=author, changes=sent, data=said)
    if visit.next_on != arranged_for:
        _call_off_next(visit, arranged_for, author)
        _arrange_next(visit)
    give_steps_an_owner(visit.engagement)
    notices.ask_representatives(visit)
    return visit


def _next_as_sent(visit: Visit) -> date | None:
    """The next day that the log said when it was sent last. It was arranged then: whoever moved it or called it off since
    has said so to both sides, and sending the same log again doesn't undo that."""
    if visit.submitted_at is None:
        return None
    last = statelog.history(visit).filter(action__in=SENDS).last()
    day = last.data.get("next_on") if last else None
    return date.fromisoformat(day) if day else None


def _arrange_next(visit: Visit) -> None:
    """The next day that the two sides agreed on becomes an arranged visit, at the same hour and place."""
    if visit.next_on is None or visit.engagement.state not in GOES_ON:
        return
    starts_at = moment_at(visit.next_on, visit.starts_at.astimezone(clock.SEOUL).time())
    if starts_at <= clock.now():
        return
    ends_at = starts_at + (visit.ends_at - visit.starts_at)
    plan = Plan(starts_at, ends_at, visit.mode, visit.place)
    try:
        arrange(visit.engagement, plan, visit.author)
    except (
        DomainError
    ) as refused:  # what is amiss with the plan is said of the day: the log asks for nothing else of it
        fields = {"next_on": refused.message}
        raise DomainError(refused.message, code=f"next_{refused.code}", fields=fields) from refused


def _call_off_next(visit: Visit, day: date | None, author: User) -> None:
    """The log says another day than when it was sent before: the visit that was arranged by that goes."""
    arranged = arranged_on(visit.engagement, day) if day else None
    if arranged is not None:
        call_off(transitions.lock(arranged, within=[visit.expert]), actor=author)

"""What must be true of a visit before it may be logged. Each guard names what to do instead."""

from datetime import date, datetime, time, timedelta
from typing import NoReturn

from django.utils.translation import gettext as _

from lms.accounts.models import Centre
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.text import korean
from mentoring.coaching.models import Engagement
from mentoring.communities.queries.conflicts import is_member
from mentoring.corps.enums import AppointmentState, BodyKind
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.rules import in_term
from mentoring.visits import deadlines
from mentoring.visits.enums import HELD, LONGEST_HOURS
from mentoring.visits.models import Visit
from mentoring.visits.models.content import VisitContent
from mentoring.visits.queries import service
from mentoring.visits.queries.rests import was_under_way


def check_visit(
    *,
    engagement: Engagement,
    content: VisitContent,
    of: Visit | None,
    complete: bool = True,
    by_office: bool = False,
) -> None:
    """All guards of one visit, once a writing; `of` is the row being rewritten, and a draft need not be `complete`.
    `by_office`: staff enter it for an expert who can't.

    The caller holds the lock on the expert's row and has read the engagement under it, so that what is found here still
    holds when the log is written.
    """
    day = _day(content.starts_at)
    _check_times(content.starts_at, content.ends_at)
    _check_engagement(engagement, day, revised=bool(of and of.submitted_at))
    _check_service(engagement.expert, day, by_office=by_office)
    if not by_office:
        _check_not_a_member(engagement)
    if not (of and of.submitted_at and _day(of.starts_at) == day):
        _check_not_late(engagement, day)
    _check_overlap(engagement.expert.person_id, content.starts_at, content.ends_at, of)
    if complete:
        _check_complete(content)


def check_in_service(expert: ExpertProfile) -> None:
    """Only an expert whose appointment is in force today arranges, takes back and adds; dates count, however late the
    tick."""
    if not in_term(expert):
        _refuse_out_of_service(expert)


def check_writes_logs(expert: ExpertProfile) -> None:
    """For a form that is opened: also after an ordinary end, as long as something of the term can be logged."""
    terms = service.terms_of(expert)
    since = clock.today() - timedelta(days=deadlines.TO_LOG)
    if not service.writes_itself(expert, terms) or all((term.ended_on or date.max) < since for term in terms):
        _refuse_out_of_service(expert)


def _refuse_out_of_service(expert: ExpertProfile) -> NoReturn:
    last = Appointment.objects.filter(person_id=expert.person_id, centre_id=expert.centre_id, body__kind=BodyKind.CORPS)
    ended = last.filter(starts_on__lte=clock.today()).order_by("-starts_on").first()
    raise NotAllowed(_no_service(ended, expert.centre), code="not_in_service")


def _no_service(ended: Appointment | None, centre: Centre) -> str:
    whom = {"name": centre.contact_name, "phone": korean.phone(centre.phone)}
    if ended is None:
        return _("You have no appointment yet. Questions: %(name)s, %(phone)s.") % whom
    if ended.state == AppointmentState.SUSPENDED:
        return _("Your appointment is suspended at the moment. Please call %(name)s, %(phone)s.") % whom
    day = ended.ended_on or ended.ends_on or clock.today()
    return _("Your appointment ended on %(day)s, so no log can be written. Please call %(name)s, %(phone)s.") % {
        "day": korean.ko_date(day),
        **whom,
    }


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise DomainError(
            _("The end must be after the start."), code="empty", fields={"minutes": _("Please check the time.")}
        )
    if ends_at - starts_at > timedelta(hours=LONGEST_HOURS):
        raise DomainError(
            _("A visit can last 8 hours at the most."),
            code="too_long",
            fields={"minutes": _("A visit can last 8 hours at the most. Please write two visits as two logs.")},
        )
    if ends_at > clock.now():
        raise DomainError(
            _("The visit is not over yet."),
            code="future",
            fields={
                "start": _("The visit is not over at this time yet. Please check the day, the time and the length.")
            },
        )


def _check_engagement(engagement: Engagement, day: date, *, revised: bool) -> None:
    """On the visit's own day; how the coaching stands today doesn't matter."""
    if day < engagement.starts_on or (engagement.ends_on is not None and day > engagement.ends_on):
        span = korean.ko_span(engagement.starts_on, engagement.ends_on)
        message = _("The coaching of this community runs %(span)s. Please check the day.") % {"span": span}
        raise DomainError(message, code="outside_engagement", fields={"day": message})
    if not revised and not was_under_way(engagement, day):
        message = _("The coaching of this community was not under way on that day. Please call the centre.")
        raise DomainError(message, code="engagement_closed", fields={"day": message})


def _check_service(expert: ExpertProfile, day: date, *, by_office: bool) -> None:
    terms = service.terms_of(expert)
    writes_itself = service.writes_itself(expert, terms, day)
    if by_office and writes_itself:
        message = _("The expert can write this log. The office enters it only for somebody who can't.")
        raise DomainError(message, code="expert_writes")
    if not by_office and not writes_itself:
        _refuse_out_of_service(expert)
    if not service.covering(terms, day):
        message = (
            _("The expert was not appointed on that day.") if by_office else _("You were not appointed on that day.")
        )
        message = f"{message} {_('Please check the day.')}"
        raise DomainError(message, code="outside_term", fields={"day": message})


def _check_not_a_member(engagement: Engagement) -> None:
    """Whoever belongs to the community by now would be answered by silence."""
    if is_member(engagement.expert.person, engagement.community_id):
        message = _("You belong to this community now, so the centre enters this visit. Please call it.")
        raise DomainError(message, code="conflict")


def _check_not_late(engagement: Engagement, day: date) -> None:
    earliest = clock.today() - timedelta(days=deadlines.TO_LOG)
    allowed_until = engagement.late_logs_until
    if day >= earliest or (allowed_until is not None and allowed_until >= clock.today()):
        return
    message = _("A visit is logged within 30 days, so from %(day)s on. For an older one, please call the centre.") % {
        "day": korean.ko_date(earliest)
    }
    raise DomainError(message, code="late", fields={"day": message})


def _check_overlap(person_id: int, starts_at: datetime, ends_at: datetime, of: Visit | None) -> None:
    """At every centre that the person serves. Ends are open: a visit may begin the minute the one before it ends."""
    rows = Visit.objects.filter(author_id=person_id, state__in=HELD, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if of is not None:
        rows = rows.exclude(pk=of.pk)
    other = rows.select_related("engagement__community").first()
    if other is not None:
        message = _("At that time you have another log: %(community)s, %(when)s. Please check the time.") % {
            "community": other.engagement.community.name,
            "when": korean.ko_span(other.starts_at, other.ends_at),
        }
        raise DomainError(message, code="overlap", fields={"start": message})


def _check_complete(content: VisitContent) -> None:
    missing = {}
    if not content.content.strip():
        missing["content"] = _("Please write in a sentence or two what was done.")
    if not content.topics:
        missing["topics"] = _("Please choose at least one.")
    if missing:
        raise DomainError(_("The log is not complete yet."), code="incomplete", fields=missing)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SEOUL).date()


def moment_at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.SEOUL)

"""Who may apply, what is missing, and where somebody stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses import criteria
from courses.runs.enums import ENROLMENT, SEAT_HOLDING, Admission, EnrolmentState, RunState
from courses.runs.models import Completion, CourseRun, Enrolment
from courses.runs.queries.prerequisites import Prerequisites, prerequisites
from courses.runs.queries.runs import next_run
from lms.accounts.models import User
from lms.common import clock
from lms.common.text.korean import ko_dt
from lms.privacy.enums import Purpose
from lms.privacy.queries.wordings import is_ready

# What an applicant is promised; the office's to-do list puts older applications first.
ANSWER_WITHIN = timedelta(days=7)
# Stated years are asked in the form, so before it they are no obstacle.
MOST_YEARS = 99


@dataclass(frozen=True)
class Obstacle:
    """Why a person can't apply now, whatever they fill in."""

    code: str
    message: str


def answer_by(enrolment: Enrolment) -> date:
    """Within a week, and at the latest on the day before the first, where that is still to come."""
    applied_on = enrolment.applied_at.astimezone(clock.SEOUL).date()
    return max(applied_on, min(applied_on + ANSWER_WITHIN, enrolment.run.starts_on - timedelta(days=1)))


def place_in_queue(enrolment: Enrolment) -> int:
    """From 1. It only ever gets smaller: nobody joins the queue in front of another."""
    ahead = Q(queued_at__lt=enrolment.queued_at) | Q(queued_at=enrolment.queued_at, pk__lt=enrolment.pk)
    return Enrolment.objects.queue().filter(ahead, run_id=enrolment.run_id).count() + 1


def office_steps(enrolment: Enrolment) -> list[str]:
    """What the office can do with this seat now."""
    possible = [step for step in ("take_back", "withdraw") if ENROLMENT.allows(enrolment.state, step)]
    return [
        step for step in possible if step != "take_back" or (is_admitted(enrolment) and not enrolment.run.has_begun)
    ]


def is_admitted(enrolment: Enrolment) -> bool:
    """Somebody said yes to it, or nobody had to: on the waiting list, where people are approved, stand those who were."""
    waits = enrolment.state == EnrolmentState.WAITLISTED and enrolment.run.admission == Admission.APPROVAL
    return waits or enrolment.state in SEAT_HOLDING


def live_enrolment(run: CourseRun, person: User) -> Enrolment | None:
    return Enrolment.objects.live().filter(run=run, person=person).select_related("run__version").first()


def last_enrolment(run: CourseRun, person: User) -> Enrolment | None:
    """The newest episode in this run, whatever became of it."""
    return Enrolment.objects.filter(run=run, person=person).order_by("-attempt").first()


def next_attempt(run: CourseRun, person: User) -> int:
    """Attempts are counted over all runs of the course: who did not complete one tries again in the next."""
    same_course = Enrolment.objects.filter(person=person, run__version__course_key=run.version.course_key)
    last = same_course.order_by("-attempt").values_list("attempt", flat=True).first()
    return (last or 0) + 1


def obstacle_of(run: CourseRun, person: User) -> Obstacle | None:
    return _closed(run) or _answered_already(run, person) or _unworded(run)


def _closed(run: CourseRun) -> Obstacle | None:
    now = clock.now()
    if run.state == RunState.CANCELLED:
        return Obstacle("cancelled", _("This course has been cancelled."))
    if run.state == RunState.CLOSED or (run.state == RunState.PUBLISHED and now >= run.apply_until):
        return Obstacle("closed", _("Applications are closed."))
    if run.state == RunState.DRAFT:
        return Obstacle("not_announced", _("This course has not been announced yet."))
    if now < run.apply_from:
        opens = ko_dt(run.apply_from)
        return Obstacle("not_open_yet", _("Applications open on %(time)s.") % {"time": opens})
    if run.admission == Admission.INVITATION:
        return Obstacle("by_invitation", _("People are invited to this course. Please call if you would like to join."))
    return None


def _answered_already(run: CourseRun, person: User) -> Obstacle | None:
    if Completion.objects.standing().filter(person=person, enrolment__version_id=run.version_id).exists():
        return Obstacle("completed", _("You have already completed this course."))
    if Enrolment.objects.filter(run=run, person=person, state=EnrolmentState.REJECTED).exists():
        return Obstacle(
            "rejected", _("Your application for this course was not accepted. Please call if you have a question.")
        )
    return None


def _unworded(run: CourseRun) -> Obstacle | None:
    """A centre begins with the words of its consent and a privacy officer (개인정보 보호법 제15·31조)."""
    if is_ready([Purpose.LEARNING], run.centre):
        return None
    said = _(
        "The centre can't take applications yet: it has not published how it handles personal data. Please call it."
    )
    return Obstacle("no_words", said)


def entry(run: CourseRun, person: User, years_active: int) -> Prerequisites:
    return prerequisites(run.version.prerequisites, person=person, years_active=years_active)


@dataclass(frozen=True)
class Application:
    """What the page of one run says to one person: where they stand, or whether they may apply."""

    enrolment: Enrolment | None  # the live one
    place: int | None  # in the queue
    past: Enrolment | None  # what became of the last one, when none is live
    obstacle: Obstacle | None
    asks: tuple[criteria.Line, ...]  # the conditions of entry; years count as met until they are stated
    conditions: tuple[str, ...]  # the same in words
    next_run: CourseRun | None
    is_eligible: bool = True

    @property
    def answer_by(self) -> date | None:
        return answer_by(self.enrolment) if self.enrolment else None

    @property
    def lacks(self) -> list[criteria.Line]:
        return [line for line in self.asks if not line.met]

    @property
    def may_apply(self) -> bool:
        return self.enrolment is None and self.obstacle is None and self.is_eligible


def application(run: CourseRun, person: User) -> Application:
    live = live_enrolment(run, person)
    if live:
        waits = live.state == EnrolmentState.WAITLISTED
        return Application(live, place_in_queue(live) if waits else None, None, None, (), (), None)
    past = last_enrolment(run, person)
    obstacle = obstacle_of(run, person)
    found = entry(run, person, MOST_YEARS) if obstacle is None else None
    lines = found.lines if found else ()
    later = next_run(run) if obstacle else None
    conditions = found.sentences if found else ()
    return Application(None, None, past, obstacle, lines, conditions, later, is_eligible=found is None or found.met)


def centres_of(person: User) -> QuerySet[Enrolment, Any]:
    """Where somebody learns or learnt."""
    return Enrolment.objects.live().filter(person=person).values("centre_id")

"""What an expert does next: visits of today, logs to finish, offers to answer, and the hours of the month."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from lms.accounts.models import User
from lms.common import clock
from mentoring.enums import EngagementState, VisitState
from mentoring.models import Appointment, CoachingSession, Engagement, ExpertProfile, MatchProposal
from mentoring.queries import metrics
from mentoring.queries.appointments import active_corps_appointment
from mentoring.queries.coaching import engagements_of
from mentoring.queries.proposals import to_answer
from mentoring.rules import own_expert


@dataclass(frozen=True)
class MentorHome:
    experts: list[ExpertProfile]
    today: list[CoachingSession]
    missed: list[CoachingSession]
    to_finish: list[CoachingSession]
    waiting: int
    offers: list[MatchProposal]
    engagements: list[Engagement]
    coming: CoachingSession | None
    minutes: int
    in_term: bool
    last_term: Appointment | None

    @property
    def main(self) -> str:
        """Which part holds the page's one filled button: the first that has something to do."""
        parts = {"today": self.today, "missed": self.missed, "finish": self.to_finish, "offers": self.offers}
        return next((name for name, rows in parts.items() if rows), "log")

    @property
    def monthly_minutes(self) -> int:
        return sum(expert.monthly_minutes for expert in self.experts)


def experts_of(user: User) -> list[ExpertProfile]:
    """One profile a centre, those in term first."""
    serving = ExpertProfile.objects.in_term().filter(pk=OuterRef("pk"))
    rows = ExpertProfile.objects.filter(person=user).annotate(serving=Exists(serving))
    return list(rows.select_related("centre", "person").order_by("-serving", "pk"))


def home(user: User, experts: list[ExpertProfile]) -> MentorHome:
    today, missed, coming = _arranged(user)
    begun = _begun(user)
    in_term = is_in_term(user)
    return MentorHome(
        experts=experts,
        today=today,
        missed=missed,
        coming=coming,
        to_finish=[log for log in begun if log.state != VisitState.SUBMITTED],
        waiting=sum(log.state == VisitState.SUBMITTED for log in begun),
        offers=list(to_answer(user)),
        engagements=list(engagements_of(user)),
        minutes=metrics.minutes_of_person(user, clock.today()),
        in_term=in_term,
        last_term=None if in_term else last_term(user),
    )


def is_in_term(user: User) -> bool:
    return active_corps_appointment(user, clock.today()) is not None


def arranged(user: User) -> QuerySet[CoachingSession]:
    rows = CoachingSession.objects.own(user).filter(
        state=VisitState.SCHEDULED, engagement__state__in=[EngagementState.PLANNED, EngagementState.ACTIVE]
    )
    return rows.select_related("engagement__community").order_by("starts_at", "pk")


def arranged_by_week(user: User) -> list[tuple[date, list[CoachingSession]]]:
    """Monday → the visits of its week, from a month ago on."""
    weeks: dict[date, list[CoachingSession]] = {}
    for visit in arranged(user).filter(starts_at__gte=clock.now() - timedelta(days=31)):
        day = visit.starts_at.astimezone(clock.SEOUL).date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(visit)
    return list(weeks.items())


def _arranged(user: User) -> tuple[list[CoachingSession], list[CoachingSession], CoachingSession | None]:
    """Of today; of the last 30 days without a log; and the next one after today."""
    day = clock.today()
    rows = list(arranged(user).filter(starts_at__gte=clock.now() - timedelta(days=31)))
    days = [row.starts_at.astimezone(clock.SEOUL).date() for row in rows]
    return (
        [row for row, on in zip(rows, days, strict=True) if on == day],
        [row for row, on in zip(rows, days, strict=True) if day - timedelta(days=30) <= on < day],
        next((row for row, on in zip(rows, days, strict=True) if on > day), None),
    )


def _begun(user: User) -> list[CoachingSession]:
    """Objections first: somebody waits for the answer."""
    rows = CoachingSession.objects.own(user).filter(
        state__in=[VisitState.DRAFT, VisitState.OBJECTED, VisitState.SUBMITTED]
    )
    found = list(rows.select_related("engagement__community").order_by("starts_at", "pk"))
    return sorted(found, key=lambda log: log.state != VisitState.OBJECTED)


def last_term(user: User) -> Appointment | None:
    """The term that a person without a running one looks back at."""
    rows = Appointment.objects.filter(person=user, body__kind="corps", starts_on__lte=clock.today())
    return rows.select_related("centre", "body").order_by("-starts_on", "-pk").first()


@dataclass(frozen=True)
class Statement:
    """What is confirmed of one month; what isn't yet is told apart and not added."""

    month: date
    counted: list[CoachingSession]
    waiting: list[CoachingSession]
    minutes: int


def statement(expert: ExpertProfile, month: date) -> Statement:
    """Of one centre: each pays the hours that were spent for it."""
    rows = CoachingSession.objects.filter(metrics.month_of(month), expert=expert).order_by("starts_at", "pk")
    rows = rows.select_related("engagement__community").prefetch_related("confirmations")
    counted = rows.filter(metrics.COUNTS)
    return Statement(month, list(counted), list(rows.filter(metrics.WAITING)), metrics.minutes(counted))


def months_around(month: date) -> tuple[date, date | None]:
    """The month before, and the one after unless it hasn't begun."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    return before, after if after <= clock.today() else None


def communities_of(user: User) -> QuerySet[Engagement]:
    """Open coachings and those that ended, the open ones first."""
    return (
        Engagement.objects.filter(own_expert(user))
        .select_related("community__dong", "community__field", "community__stage", "expert__person")
        .order_by("completed_at", "-starts_on", "pk")
    )

"""What an expert does next: visits of today, logs to finish, offers to answer."""

from dataclasses import dataclass
from datetime import timedelta

from lms.accounts.models import User
from lms.common import clock
from mentoring.coaching.models import Engagement
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import is_in_term, last_term
from mentoring.matching.models import MatchProposal
from mentoring.matching.queries.offers import to_answer
from mentoring.visits.deadlines import TO_LOG
from mentoring.visits.enums import VisitState
from mentoring.visits.metrics import minutes_of_person
from mentoring.visits.models import Visit
from mentoring.visits.queries.schedule import arranged
from mentoring.visits.queries.service import terms_of, writes_itself
from mentoring.visits.queries.visits import engagements_of


@dataclass(frozen=True)
class ExpertHome:
    experts: list[ExpertProfile]
    today: list[Visit]
    missed: list[Visit]
    to_finish: list[Visit]
    waiting: int
    offers: list[MatchProposal]
    engagements: list[Engagement]
    coming: Visit | None
    minutes: int
    in_term: bool
    last_term: Appointment | None
    may_log: bool  # after an ordinary end, visits of before

    @property
    def main(self) -> str:
        """Which part holds the page's one filled button: the first that has something to do."""
        parts = {"today": self.today, "missed": self.missed, "finish": self.to_finish, "offers": self.offers}
        return next((name for name, rows in parts.items() if rows), "log")

    @property
    def monthly_minutes(self) -> int:
        return sum(expert.monthly_minutes for expert in self.experts)


def home(user: User, experts: list[ExpertProfile]) -> ExpertHome:
    today, missed, coming = _arranged(user)
    begun = _begun(user)
    in_term = is_in_term(user)
    return ExpertHome(
        experts=experts,
        today=today,
        missed=missed,
        coming=coming,
        to_finish=[log for log in begun if log.state != VisitState.SUBMITTED],
        waiting=sum(log.state == VisitState.SUBMITTED for log in begun),
        offers=list(to_answer(user)),
        engagements=list(engagements_of(user)),
        minutes=minutes_of_person(user, clock.today()),
        in_term=in_term,
        last_term=None if in_term else last_term(user),
        may_log=in_term or any(_logs_what_was(expert) for expert in experts),
    )


def _logs_what_was(expert: ExpertProfile) -> bool:
    terms, since = terms_of(expert), clock.today() - timedelta(days=TO_LOG)
    return writes_itself(expert, terms) and any((term.ended_on or clock.today()) >= since for term in terms)


def _arranged(user: User) -> tuple[list[Visit], list[Visit], Visit | None]:
    """Of today; of the last 30 days without a log; and the next one after today."""
    day = clock.today()
    rows = list(arranged(user).filter(starts_at__gte=clock.now() - timedelta(days=31)))
    days = [row.starts_at.astimezone(clock.SEOUL).date() for row in rows]
    return (
        [row for row, on in zip(rows, days, strict=True) if on == day],
        [row for row, on in zip(rows, days, strict=True) if day - timedelta(days=30) <= on < day],
        next((row for row, on in zip(rows, days, strict=True) if on > day), None),
    )


def _begun(user: User) -> list[Visit]:
    """Objections first: somebody waits for the answer."""
    rows = Visit.objects.own(user).filter(state__in=[VisitState.DRAFT, VisitState.OBJECTED, VisitState.SUBMITTED])
    found = list(rows.select_related("engagement__community").order_by("starts_at", "pk"))
    return sorted(found, key=lambda log: log.state != VisitState.OBJECTED)

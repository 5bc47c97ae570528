"""Engagements as the office follows them up."""

from collections.abc import Callable

from django.db.models import Case, Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.common import clock
from lms.common.models import StateChange
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.corps.enums import SERVED, AppointmentState, BodyKind
from mentoring.corps.models import Appointment
from mentoring.corps.rules import corps_term
from mentoring.visits.enums import Health, VisitState
from mentoring.visits.metrics import quiet, took_place
from mentoring.visits.models import Visit


def _without_term() -> Q:
    terms = Appointment.objects.filter(
        corps_term(clock.today()), person=OuterRef("expert__person"), centre=OuterRef("centre")
    )
    return Q(state__in=OPEN_ENGAGEMENT) & ~Q(Exists(terms))


def _needs_help() -> Q:
    """What the latest log of a visit that took place says of the community."""
    sent = Visit.objects.filter(took_place(), engagement=OuterRef("pk"))
    mood = Subquery(sent.order_by("-starts_at", "-pk").values("health")[:1])
    worried = Engagement.objects.annotate(mood=mood).filter(mood__in=[Health.HELP, Health.URGENT])
    return Q(state__in=OPEN_ENGAGEMENT, pk__in=worried.values("pk"))


FLAGS: dict[str, tuple[str | Promise, Callable[[], Q]]] = {
    "quiet": (_("No visit for 30 days"), quiet),
    "term": (_("The expert's term is over"), _without_term),
    "help": (_("Needs help"), _needs_help),
}


def with_end_of_term(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """`term_over_on`, when the expert's last term of a corps ended or was suspended. What has none counts from its start."""
    suspended = StateChange.objects.filter(subject="corps.appointment", subject_id=OuterRef("pk"), action="suspend")
    moment = Subquery(suspended.order_by("-at", "-pk").values("at")[:1])
    over = Case(
        When(state=AppointmentState.SUSPENDED, then=TruncDate(moment, tzinfo=clock.SEOUL)),
        default=Coalesce("ended_on", "ends_on"),
        output_field=DateField(),
    )
    terms = Appointment.objects.filter(
        person=OuterRef("expert__person"),
        centre=OuterRef("centre"),
        body__kind=BodyKind.CORPS,
        state__in=SERVED - {AppointmentState.ACCEPTED},
    )
    ended = terms.annotate(over=over).filter(over__isnull=False).order_by("-over").values("over")
    return rows.annotate(term_over_on=Coalesce(Subquery(ended[:1]), F("starts_on")))


def with_visits(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    held = Q(visits__state=VisitState.CONFIRMED, visits__no_show_side="")
    return rows.select_related("community__dong", "community__field", "expert__person", "request").annotate(
        confirmed=Count("visits", filter=held), last_visit=Max("visits__starts_at", filter=held)
    )


def flagged(rows: QuerySet[Engagement], flag: str) -> QuerySet[Engagement]:
    return rows.filter(FLAGS[flag][1]()) if flag in FLAGS else rows


def visits_of(engagement: Engagement) -> QuerySet[Visit]:
    rows = engagement.visits.exclude(state=VisitState.DRAFT).prefetch_related("confirmations")
    return rows.order_by("-starts_at", "-pk")


def drafts_of(engagement: Engagement) -> int:
    """Logs begun and not sent: once the engagement ends they can't be sent any more."""
    return engagement.visits.filter(state=VisitState.DRAFT).count()

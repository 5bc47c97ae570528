from collections.abc import Iterator

from lms.accounts.sample_people import person
from lms.common import clock
from lms.common.looks import DemoPages, Look, Measured, look
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit


def looks() -> Iterator[Look]:
    yield from _of_an_expert()
    yield from _of_a_community()
    yield from _of_the_office()


def _of_an_expert() -> Iterator[Look]:
    mine = Visit.objects.filter(engagement__expert__person=person("mentor")).order_by("-starts_at")
    engagement = Engagement.objects.get(expert__person=person("mentor"), state=EngagementState.ACTIVE)
    arranged = mine.filter(state=VisitState.SCHEDULED)[0]
    for view in ("visits", "visit_new", "visit_no_show", "expert_communities", "expert_schedule"):
        yield look("mentor", view)
    yield look("mentor", "visit_new", called="visit_new_arranged", query=f"?visit={arranged.pk}")
    for state in (VisitState.SUBMITTED, VisitState.CONFIRMED):
        yield look("mentor", "visit", mine.filter(state=state)[0].pk, called=f"visit_{state}")
    yield look("mentor", "expert_community", engagement.pk)
    yield look("mentor", "expert_visit_plan", engagement.pk)
    yield look("mentor", "visit_move", arranged.pk)
    yield look("mentor", "statement", f"{clock.today():%Y%m}")


def _of_a_community() -> Iterator[Look]:
    engagement = Engagement.objects.get(
        request__community__memberships__person=person("representative"), state=EngagementState.ACTIVE
    )
    visits = Visit.objects.filter(engagement=engagement).order_by("-starts_at")
    submitted, confirmed = (visits.filter(state=state)[0].pk for state in (VisitState.SUBMITTED, VisitState.CONFIRMED))
    yield look("representative", "community_home")
    yield look("representative", "community_visits")
    yield look("representative", "visit_confirm", submitted)
    yield look("representative", "visit_confirm", confirmed, called="visit_confirm_over")
    yield look("rep020", "community_home", called="community_home_draft")
    yield look("rep021", "community_home", called="community_home_empty")


def _of_the_office() -> Iterator[Look]:
    visits = Visit.objects.filter(engagement__centre__slug="seogu")
    for view in ("office_engagements", "office_visits"):
        yield look("coordinator", view)
    active = Engagement.objects.filter(state=EngagementState.ACTIVE)[0]
    yield look("coordinator", "office_engagement", active.pk)
    yield look("coordinator", "office_visit_enter", active.pk)
    yield look("coordinator", "office_visit_plan", active.pk)
    yield look("coordinator", "office_visit_move", visits.filter(state=VisitState.SCHEDULED)[0].pk)
    for state in (VisitState.SUBMITTED, VisitState.CONFIRMED):
        yield look("coordinator", "office_visit", visits.filter(state=state)[0].pk, called=f"office_visit_{state}")


PAGES = DemoPages(
    looks,
    measured=(
        Measured("mentor", "/mentor/logs/"),
        Measured("mentor", "/mentor/logs/new/"),
        Measured("representative", "/community/"),
    ),
)

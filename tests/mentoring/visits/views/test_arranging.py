"""The pages on which a visit is arranged, moved and called off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.accounts.enums import Role
from lms.common import clock
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import arranging as domain
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db
QUERIES = {"plan": 5, "move": 10}


@pytest.fixture
def row() -> Engagement:
    return make.engagement()


@pytest.fixture
def coordinator(client: Client, row: Engagement) -> Client:
    client.force_login(people.staff(row.centre))
    return client


@pytest.fixture
def expert(client: Client, row: Engagement) -> Client:
    client.force_login(row.expert.person)
    return client


def answers(days: int = 5, **said: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=days)
    usual = {"day": day.isoformat(), "start": "14:00", "length": "60", "mode": "visit", "place": "마을회관"}
    return usual | said


def addresses(row: Engagement, visit: Visit) -> list[str]:
    return [
        f"/office/engagements/{row.pk}/plan/",
        f"/office/logs/{visit.pk}/move/",
        f"/office/logs/{visit.pk}/call-off/",
    ]


def test_others_of_the_office_do_not_arrange_and_strangers_find_nothing(client: Client, row: Engagement) -> None:
    visit = visits.arranged(row, visits.start(-5))
    refusals = [(people.staff(row.centre, role), 403) for role in (Role.MANAGER, Role.AUDITOR)]
    for person, status in [*refusals, (people.staff(people.centre()), 404), (row.expert.person, 404)]:
        client.force_login(person)
        assert [client.post(address).status_code for address in addresses(row, visit)] == [status] * 3
    for person in (make.expert(row.centre).person, people.staff(row.centre)):
        client.force_login(person)
        mine = [f"/mentor/communities/{row.pk}/plan/", f"/mentor/logs/{visit.pk}/move/"]
        assert [client.post(address).status_code for address in mine] == [404] * 2
    visit.refresh_from_db()
    assert visit.state == VisitState.SCHEDULED


def test_the_office_arranges_from_the_page_of_the_coaching(coordinator: Client, row: Engagement) -> None:
    page, address = f"/office/engagements/{row.pk}/", f"/office/engagements/{row.pk}/plan/"
    assert f'href="{address}"' in coordinator.get(page).content.decode()
    assert coordinator.get(address).status_code == 200
    assert [coordinator.post(address, answers()).url for _press in range(2)] == [page] * 2  # type: ignore[attr-defined]
    visit = Visit.objects.get()
    assert (visit.starts_at, visit.minutes, visit.place) == (visits.start(-5), 60, "마을회관")
    assert f'href="/office/logs/{visit.pk}/move/"' in coordinator.get(page).content.decode()


def test_what_cannot_be_is_said_at_its_place_and_what_was_typed_stays(coordinator: Client, row: Engagement) -> None:
    address = f"/office/engagements/{row.pk}/plan/"
    answer = coordinator.post(address, answers(day="", place="느티나무 쉼터"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])
    assert "느티나무 쉼터" in answer.content.decode()
    other = make.engagement(expert_profile=row.expert, appointment=row.appointment)
    visits.arranged(other, visits.start(-5))
    answer = coordinator.post(address, answers(start="14:30"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["start"])


def test_the_office_moves_and_calls_off_with_a_reason(coordinator: Client, row: Engagement) -> None:
    visit, page = visits.arranged(row, visits.start(-5), minutes=75), f"/office/engagements/{row.pk}/"
    move, off = f"/office/logs/{visit.pk}/move/", f"/office/logs/{visit.pk}/call-off/"
    form = coordinator.get(move).context["form"]
    assert (form.initial["length"], 75 in dict(form.fields["length"].choices)) == (75, True)
    answer = coordinator.post(move, answers(6))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert coordinator.post(move, answers(6, reason="행사와 겹침")).url == page  # type: ignore[attr-defined]
    visit.refresh_from_db()
    assert visit.starts_at == visits.start(-6)
    assert "행사와 겹침" in coordinator.get(f"/office/logs/{visit.pk}/").content.decode()
    answer = coordinator.post(off, {})
    assert (answer.status_code, list(answer.context["call_off_form"].errors)) == (422, ["call_off_reason"])
    assert coordinator.post(off, {"call_off_reason": "비"}).url == page  # type: ignore[attr-defined]
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert coordinator.get(move).url == page  # type: ignore[attr-defined]


def test_who_moves_over_a_colleague_is_asked_and_what_they_left_alone_stays(
    coordinator: Client, row: Engagement
) -> None:
    visit = visits.arranged(row, visits.start(-5))
    move = f"/office/logs/{visit.pk}/move/"
    seen = coordinator.get(move).context["form"]["seen"].value()
    domain.move_visit(
        visit=visit, plan=replace(domain.plan_of(visit), place="도서관"), actor=row.expert.person, reason="비"
    )
    sent = answers(6, place="느티나무 쉼터", reason="행사", seen=seen)
    asked = coordinator.post(move, sent)
    found = asked.context["form"]
    assert (asked.status_code, [(one.theirs, one.mine) for one in found.differences]) == (
        409,
        [("도서관", "느티나무 쉼터")],
    )
    visit.refresh_from_db()
    assert (visit.starts_at, visit.place) == (visits.start(-5), "도서관")
    assert coordinator.post(move, sent | {"seen": found["seen"].value()}).status_code == 302
    visit.refresh_from_db()
    assert (visit.starts_at, visit.place) == (visits.start(-6), "느티나무 쉼터")


def test_the_expert_arranges_and_moves_alike(expert: Client, row: Engagement) -> None:
    page, plan = f"/mentor/communities/{row.pk}/", f"/mentor/communities/{row.pk}/plan/"
    assert f'href="{plan}"' in expert.get(page).content.decode()
    assert expert.post(plan, answers()).url == page  # type: ignore[attr-defined]
    visit = Visit.objects.get()
    move = f"/mentor/logs/{visit.pk}/move/"
    assert [f'href="{move}"' in expert.get(one).content.decode() for one in (page, "/mentor/schedule/")] == [True, True]
    answer = expert.get(move)
    assert (answer.status_code, answer.context["call_off_form"]) == (200, None)
    assert expert.post(move, answers(6, start="10:00", reason="병원")).url == page  # type: ignore[attr-defined]
    visit.refresh_from_db()
    assert visit.starts_at == visits.start(-6, 10)


def test_the_pages_cost_the_same_for_1_and_30_visits(
    coordinator: Client, row: Engagement, django_assert_num_queries: Any
) -> None:
    visit = visits.arranged(row, visits.start(-5))
    pages = {"plan": f"/office/engagements/{row.pk}/plan/", "move": f"/office/logs/{visit.pk}/move/"}
    coordinator.get(pages["plan"])
    for name, page in pages.items():
        with django_assert_num_queries(QUERIES[name]):
            coordinator.get(page)
    for n in range(29):
        visits.arranged(row, visits.start(-6 - n))
    for name, page in pages.items():
        with django_assert_num_queries(QUERIES[name]):
            coordinator.get(page)

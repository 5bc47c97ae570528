"""The pages of a centre's fields and stages, and of whom people call."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Centre
from mentoring.communities.models import Stage
from mentoring.corps.models import Field
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db
CENTRE = "/office/begin/centre/"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def manager(client: Client, centre: Centre) -> Client:
    client.force_login(people.staff(centre, Role.MANAGER))
    return client


def of(kind: str, *more: object) -> str:
    return "/".join(["/office/lists", kind, *map(str, more), ""])


def test_there_are_two_lists_and_no_third(manager: Client) -> None:
    assert [manager.get(of(kind)).status_code for kind in ("fields", "stages", "topics")] == [200, 200, 404]
    assert manager.get(of("topics", "new")).status_code == 404


def test_an_empty_list_says_how_to_begin(client: Client, centre: Centre, manager: Client) -> None:
    page = manager.get(of("stages")).content.decode()
    assert ("단계가 아직 없습니다." in page, of("stages", "new") in page) == (True, True)
    client.force_login(people.staff(centre))
    page = client.get(of("stages")).content.decode()
    assert ("센터장에게 말씀해 주세요" in page, of("stages", "new") in page) == (True, False)


@pytest.mark.parametrize(("kind", "model"), [("fields", Field), ("stages", Stage)])
def test_from_nothing_to_a_list_in_order(manager: Client, centre: Centre, kind: str, model: Any) -> None:
    for name in ("배움", "채움"):
        assert manager.post(of(kind, "new"), {"name": name}).status_code == 302
    last = model.objects.get(name="채움")
    page = of(kind, last.pk)
    form = manager.get(page).context["form"]
    sent = {"name": "채움", "order": "1", "seen": form["seen"].value()}
    assert manager.post(page, sent)["Location"] == of(kind)
    assert list(model.objects.order_by("order").values_list("name", flat=True)) == ["채움", "배움"]
    late = manager.post(page, sent | {"order": "3"})
    assert (late.status_code, [one.theirs for one in late.context["form"].differences]) == (409, ["1"])
    assert manager.post(of(kind, last.pk, "close")).status_code == 302
    assert "닫은 것" in manager.get(of(kind)).content.decode()
    assert manager.post(of(kind, last.pk, "reopen")).status_code == 302
    assert manager.post(of(kind, last.pk, "delete")).status_code == 404
    last.refresh_from_db()
    assert last.closed_on is None


def test_a_name_that_is_taken_is_told_at_its_place(manager: Client, centre: Centre) -> None:
    make.stage(centre, name="배움")
    other = make.stage(centre, name="채움")
    answer = manager.post(of("stages", other.pk), {"name": "배움", "order": "9"})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"name": ["이 이름은 이미 목록에 있습니다."]})


def test_each_says_what_hangs_on_it_in_this_centre_alone(manager: Client, centre: Centre) -> None:
    field, stage = make.field(centre), make.stage(centre)
    for _n in range(2):
        make.community(centre, field=field, stage=stage)
    make.expert(centre).fields.add(field)
    make.community()
    assert manager.get(of("fields", field.pk)).context["line"].hanging == [("공동체", 2), ("전문지원가", 1)]
    assert manager.get(of("stages", stage.pk)).context["line"].hanging == [("공동체", 2)]


@pytest.mark.parametrize(("kind", "queries"), [("fields", 6), ("stages", 5)])
def test_the_list_costs_the_same_for_1_and_30(
    manager: Client, centre: Centre, kind: str, queries: int, django_assert_num_queries: Any
) -> None:
    for rows in (1, 29):
        for _n in range(rows):
            field, stage = make.field(centre), make.stage(centre)
            make.community(centre, field=field, stage=stage)
        manager.get(of(kind))
        with django_assert_num_queries(queries):
            manager.get(of(kind))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.MANAGER])
def test_whom_people_call_is_found_from_the_home_and_leads_nowhere_one_may_not_go(
    client: Client, centre: Centre, role: Role
) -> None:
    """`setup_centre` asks for the phone: the first steps, which are the manager's, hardly ever miss it."""
    client.force_login(people.staff(centre, role))
    page = client.get(CENTRE).content.decode()
    assert f'href="{CENTRE}"' in client.get(reverse("office_home")).content.decode()
    assert ('href="/office/begin/"' in page, f'href="{reverse("office_home")}"' in page) == (False, True)


def test_the_manager_says_whom_people_call(client: Client, manager: Client, centre: Centre) -> None:
    seen = manager.get(CENTRE).context["form"]["seen"].value()
    sent = {"contact_name": "예시담당", "phone": "062-000-0009", "hours": "평일", "address": "", "seen": seen}
    assert manager.post(CENTRE, sent | {"phone": "전화"}).status_code == 422
    assert manager.post(CENTRE, sent)["Location"] == CENTRE
    centre.refresh_from_db()
    assert (centre.contact_name, centre.phone) == ("예시담당", "0620000009")
    late = manager.post(CENTRE, sent | {"phone": "062-000-0010"})
    assert (late.status_code, [one.theirs for one in late.context["form"].differences]) == (409, ["0620000009"])
    client.force_login(people.staff(centre, Role.AUDITOR))
    assert [client.get(CENTRE).status_code, client.post(CENTRE, sent).status_code] == [200, 403]
    assert "062-000-0009" in client.get(reverse("office_home")).content.decode()

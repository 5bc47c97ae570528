"""Fields and stages of a centre: who may not, what stops them, and what stays."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile, seen_of
from lms.office.domain import reference
from mentoring.communities.models import Stage
from mentoring.communities.queries.communities import offered_stages
from mentoring.corps.models import Field
from mentoring.corps.queries.experts import offered_fields
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


def in_order(model: Any, centre: Centre) -> list[tuple[str, int]]:
    return list(model.objects.filter(centre=centre).order_by("order").values_list("name", "order"))


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        deed()
    return refusal.value.code


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.EDITOR, None])
def test_they_are_the_managers_alone(centre: Centre, role: Role | None) -> None:
    actor = people.staff(centre, role) if role else people.staff(people.centre(), Role.MANAGER)
    field = make.field(centre)
    for deed in (
        lambda: reference.create_row(model=Field, centre=centre, actor=actor, name="돌봄"),
        lambda: reference.change_row(row=field, actor=actor, name="돌봄"),
        lambda: reference.close_row(row=field, actor=actor),
        lambda: reference.reopen_row(row=field, actor=actor),
        lambda: reference.change_centre(centre=centre, actor=actor, phone="0620000001"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert Field.objects.count() == 1


@pytest.mark.parametrize("model", [Field, Stage])
def test_a_new_one_stands_last_and_a_second_press_makes_no_other(centre: Centre, manager: User, model: Any) -> None:
    first, again, second = (
        reference.create_row(model=model, centre=centre, actor=manager, name=name) for name in ("배움", "배움", "채움")
    )
    assert (first, in_order(model, centre)) == (again, [("배움", 1), ("채움", 2)])
    assert [line.action for line in statelog.history(second)] == ["create"]


def test_a_field_gets_a_name_for_addresses_that_is_free(centre: Centre, manager: User) -> None:
    make.field(centre, code="field-2", order=1)
    made = reference.create_row(model=Field, centre=centre, actor=manager, name="돌봄")
    assert isinstance(made, Field)
    assert (made.code, made.order) == ("field-3", 2)


@pytest.mark.parametrize("model", [Field, Stage])
def test_one_that_takes_anothers_place_gives_it_its_own(centre: Centre, manager: User, model: Any) -> None:
    rows = [
        reference.create_row(model=model, centre=centre, actor=manager, name=name) for name in ("가나", "나다", "다라")
    ]
    reference.change_row(row=rows[2], actor=manager, order=1)
    assert in_order(model, centre) == [("다라", 1), ("나다", 2), ("가나", 3)]
    assert [statelog.history(row).last().data for row in (rows[2], rows[0])] == [{"order": 1}, {"order": 3}]  # type: ignore[union-attr]


def test_a_name_stands_once_in_a_list_closed_or_not(centre: Centre, manager: User) -> None:
    one, other = make.stage(centre, name="배움"), make.stage(centre, name="채움")
    make.stage(people.centre(), name="이룸")
    assert refused(lambda: reference.change_row(row=other, actor=manager, name="배움")) == "name_taken"
    reference.close_row(row=one, actor=manager)
    assert refused(lambda: reference.create_row(model=Stage, centre=centre, actor=manager, name="배움")) == "name_taken"
    assert reference.change_row(row=other, actor=manager, name="이룸").name == "이룸"


def test_what_is_closed_is_chosen_no_more_and_can_be_opened_again(centre: Centre, manager: User) -> None:
    field, stage = make.field(centre), make.stage(centre)
    for _press in range(2):
        assert [reference.close_row(row=row, actor=manager).closed_on for row in (field, stage)] == [clock.today()] * 2
    assert (list(offered_fields(centre)), list(offered_stages(centre))) == ([], [])
    for _press in range(2):
        assert [reference.reopen_row(row=row, actor=manager).closed_on for row in (field, stage)] == [None, None]
    assert (list(offered_fields(centre)), list(offered_stages(centre))) == ([field], [stage])
    assert [line.action for line in statelog.history(stage).order_by("number")] == ["close", "reopen"]


def test_what_a_colleague_changed_meanwhile_is_not_written_over(centre: Centre, manager: User) -> None:
    row = make.stage(centre, name="배움")
    seen = seen_of(row, ("name", "order"))
    reference.change_row(row=row, actor=manager, seen=seen, name="첫걸음")
    with pytest.raises(ChangedMeanwhile):
        reference.change_row(row=row, actor=manager, seen=seen, name="시작")
    assert reference.change_row(row=row, actor=manager, seen=seen, name="배움").name == "첫걸음"  # left alone


def test_whom_people_call_is_changed_and_stands_in_the_records(centre: Centre, manager: User) -> None:
    for _press in range(2):
        reference.change_centre(centre=centre, actor=manager, phone="0620000001", hours=centre.hours)
    centre.refresh_from_db()
    assert centre.phone == "0620000001"
    assert [line.data for line in statelog.history(centre)] == [{"phone": "0620000001"}]

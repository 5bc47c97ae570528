from typing import Any

import pytest

from lms.accounts.enums import Role
from mentoring.corps.models import Body
from tests.factories import mentoring, people


@pytest.fixture
def world() -> dict[str, Any]:
    centre = people.centre()
    return {
        "centre": centre,
        "body": mentoring.body(centre, seats_max=3, letter_prefix="서구-위촉"),
        "coordinator": people.staff(centre),
        "manager": people.staff(centre, Role.MANAGER),
        "auditor": people.staff(centre, Role.AUDITOR),
        "elsewhere": people.staff(people.centre(), Role.MANAGER),
        "person": people.user(name="예시 주민"),
    }


@pytest.fixture
def asking(world: dict[str, Any]) -> Body:
    Body.objects.filter(pk=world["body"].pk).update(required_course="MJ-301")
    world["body"].refresh_from_db()
    return world["body"]

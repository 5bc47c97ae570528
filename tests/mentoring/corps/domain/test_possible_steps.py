"""What the page offers: who may not, what stops it, and exactly what it leaves behind."""

from typing import Any

import pytest

from mentoring.corps.domain import appointing
from mentoring.corps.domain.possible_steps import possible_steps
from tests.factories.appointments import accept, draft

pytestmark = pytest.mark.django_db


def test_each_role_is_offered_its_own_steps(world: dict[str, Any]) -> None:
    made = draft(world)
    steps = {who: possible_steps(made, world[who]) for who in ("coordinator", "manager", "auditor", "elsewhere")}
    assert steps == {"coordinator": ["withdraw"], "manager": ["offer", "withdraw"], "auditor": [], "elsewhere": []}
    made = accept(appointing.offer_appointment(appointment=made, actor=world["manager"]))
    steps = {who: possible_steps(made, world[who]) for who in ("coordinator", "manager", "auditor")}
    assert steps == {"coordinator": [], "manager": ["suspend", "dismiss"], "auditor": []}

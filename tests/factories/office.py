"""A centre with its staff, and a coaching that they look after."""

from typing import Any

from lms.accounts.enums import Role
from tests.factories import mentoring, people


def world() -> dict[str, Any]:
    """The community's name is one that a spreadsheet would take for a formula."""
    centre = people.centre()
    return {
        "centre": centre,
        "engagement": mentoring.engagement(mentoring.community(centre, name="=모임()")),
        "coordinator": people.staff(centre),
        "manager": people.staff(centre, Role.MANAGER, name="예시센터장"),
        "auditor": people.staff(centre, Role.AUDITOR),
    }

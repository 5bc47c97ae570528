from typing import Any

from django.db import models

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.accounts.sample_people import person
from lms.common import clock
from lms.staff.enums import ResetState
from lms.staff.models import SecondFactorReset
from tests.factories import people


def things() -> dict[str, dict[str, Any]]:
    editor = person("editor")
    return {
        "staff role": {"pk": Membership.objects.get(person=editor, role=Role.EDITOR).pk},
        "staff person": {"pk": editor.pk},
    }


def locked_rows(engagement: Any) -> list[models.Model]:
    now = clock.now()
    role = people.staff_role(engagement.centre)
    reset = SecondFactorReset.objects.create(
        centre=engagement.centre, person=role.person, state=ResetState.ASKED, opened_at=now, expires_at=now
    )
    return [role, reset]

from typing import Any

from django.db import models

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.accounts.sample_people import person
from tests.factories import people


def things() -> dict[str, dict[str, Any]]:
    return {"staff role": {"pk": Membership.objects.get(person=person("editor"), role=Role.EDITOR).pk}}


def locked_rows(engagement: Any) -> list[models.Model]:
    return [people.staff_role(engagement.centre)]

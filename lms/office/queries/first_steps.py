"""What a centre still lacks before it can take people in."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper

from lms.accounts.models import Centre, User
from lms.accounts.office_home import FIRST_STEPS, Step


@dataclass(frozen=True)
class FirstStep:
    step: Step
    is_done: bool


def first_steps(user: User, centre: Centre) -> list[FirstStep]:
    """All of them in their order; one query."""
    steps = {f"step_{key}": provider(user, centre) for key, provider in FIRST_STEPS.items()}
    asked = {name: ExpressionWrapper(step.done, output_field=BooleanField()) for name, step in steps.items()}
    row = Centre.objects.filter(pk=centre.pk).annotate(**asked).values(*asked).get()
    return [FirstStep(step, bool(row[name])) for name, step in steps.items()]


def missing(user: User, centre: Centre) -> int:
    return sum(not one.is_done for one in first_steps(user, centre))

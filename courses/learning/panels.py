"""What other apps show on the learner's home, such as an appointment to answer. They register in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lms.accounts.models import User
from lms.common.registry import Registry


@dataclass(frozen=True)
class Panel:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Provider = Callable[[User], Panel | None]
PANELS: Registry[Provider] = Registry("panels of the learner's home")


def home_panels(user: User) -> list[Panel]:
    """The panels that have something to say to this person, in their order."""
    panels = (provider(user) for provider in PANELS.values())
    return [panel for panel in panels if panel is not None]

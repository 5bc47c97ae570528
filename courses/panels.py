"""What other apps show on the learner's home, such as an appointment to answer. They register in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lms.accounts.models import User


@dataclass(frozen=True)
class Panel:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Provider = Callable[[User], Panel | None]
_providers: dict[str, tuple[int, Provider]] = {}


def register_home_panel(key: str, provider: Provider, order: int = 100) -> None:
    """Later wins, so that a reloaded app doesn't double its panel."""
    _providers[key] = (order, provider)


def home_panels(user: User) -> list[Panel]:
    """The panels that have something to say to this person, in their order."""
    ordered = sorted(_providers.items(), key=lambda item: (item[1][0], item[0]))
    found = (provider(user) for _key, (_order, provider) in ordered)
    return [panel for panel in found if panel is not None]

"""What erasing an account asks of the other apps. Each registers its part in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.accounts.models import User


@dataclass(frozen=True)
class Duty:
    """What the person has to end first, and where."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Part:
    """`duties` names what is still open; `erase` runs in the transaction of the erasure and may be run again."""

    duties: Callable[[User], Iterable[Duty]]
    erase: Callable[[User], object]


_parts: dict[str, Part] = {}


def register(key: str, part: Part) -> None:
    _parts[key] = part


def parts() -> list[Part]:
    return list(_parts.values())


def duties_of(person: User) -> list[Duty]:
    return [duty for part in parts() for duty in part.duties(person)]

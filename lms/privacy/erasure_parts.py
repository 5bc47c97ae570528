"""What erasing an account asks of the other apps. Each registers its part in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.accounts.models import User
from lms.common.registry import Registry


@dataclass(frozen=True)
class Duty:
    """What the person has to end first, and where."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class ErasurePart:
    """`duties` names what is still open; `erase` runs in the transaction of the erasure and may be run again."""

    duties: Callable[[User], Iterable[Duty]]
    erase: Callable[[User], object]


def nothing_open(person: User) -> tuple[Duty, ...]:
    return ()


def nothing_to_erase(person: User) -> None:
    """For whom only duties are asked of."""


PARTS: Registry[ErasurePart] = Registry("parts of erasing an account")  # the highest app comes first


def duties_of(person: User) -> list[Duty]:
    return [duty for part in PARTS.values() for duty in part.duties(person)]

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar, Self

from courses.criteria.conditions import Condition
from courses.criteria.facts import Facts
from courses.criteria.reading import Json
from courses.criteria.results import Line, Status


def _unsaid(more: int) -> str:
    return ""


class Leaf(ABC):
    """A kind of thing that a rule asks for: a frozen dataclass in a file of `leaves/`, holding what its JSON says."""

    op: ClassVar[str]
    order: ClassVar[int] = 100  # among the conditions of the editors' form
    parts: ClassVar[frozenset[str]] = frozenset()  # of its JSON, beside `op`
    conditions: ClassVar[tuple[Condition, ...]] = ()  # without one, editors see the JSON as it is written

    @classmethod
    @abstractmethod
    def read(cls, value: Json) -> Self:
        """Raises RuleError with a message for editors."""

    @abstractmethod
    def evaluate(self, facts: Facts) -> Line: ...

    @abstractmethod
    def sentence(self, titles: Mapping[str, str]) -> str:
        """What is asked for, as a sentence. `titles` are of courses, lessons and kinds of evidence, by their keys."""

    def count(
        self,
        *,
        done: int,
        needed: int,
        possible: int,
        reason: str,
        late: str = "",
        still: Callable[[int], str] = _unsaid,
    ) -> Line:
        """`possible` is what `done` may still become; below `needed` the leaf can't be met any more. `still` says in words
        how much more that is."""
        more = possible - done
        done = min(done, needed)
        status = Status.MET if done >= needed else Status.NOT_YET if possible >= needed else Status.UNREACHABLE
        text = "" if status is Status.MET else reason if status is Status.NOT_YET else late
        told = "" if status is Status.MET else still(more)
        return Line(self.sentence({}), status, done, needed, text, told)

    def ask(self, facts: Facts, *, met: bool, reason: str) -> Line:
        """What is there or not there, and may come at any time."""
        status = Status.MET if met else Status.NOT_YET
        return Line(self.sentence(facts.titles), status, int(met), 1, "" if met else reason)

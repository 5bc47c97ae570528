from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    MET = "met"
    NOT_YET = "not_yet"
    UNREACHABLE = "unreachable"  # by nothing that is planned now; a class added later may change it


@dataclass(frozen=True)
class Line:
    """One leaf of the rule as people read it: what is asked, how far they are, what is missing."""

    label: str
    status: Status
    done: int
    needed: int
    reason: str
    still: str = ""  # what can still be done of it, in words, while that is not all done

    @property
    def share(self) -> float:
        return 1.0 if self.needed == 0 else min(1.0, self.done / self.needed)

    @property
    def met(self) -> bool:
        return self.status is Status.MET


@dataclass(frozen=True)
class Result:
    status: Status
    lines: tuple[Line, ...]

    @property
    def met(self) -> bool:
        return self.status is Status.MET

    @property
    def missing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.met)

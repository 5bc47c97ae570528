from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Hours:
    """A stretch of one weekday: a time that suits, or that is free."""

    weekday: int
    starts: time
    ends: time

    def shared_minutes(self, other: "Hours") -> int:
        if self.weekday != other.weekday:
            return 0
        starts, ends = max(self.starts, other.starts), min(self.ends, other.ends)
        return max(0, (ends.hour * 60 + ends.minute) - (starts.hour * 60 + starts.minute))

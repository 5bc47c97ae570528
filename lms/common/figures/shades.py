from collections.abc import Iterable
from dataclasses import dataclass

CLASSES = 4


@dataclass(frozen=True)
class Shades:
    """Four shades of equal steps up to the largest number; shades that no number reaches have no line in the key."""

    step: int
    most: int

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "Shades":
        most = max(numbers, default=0)
        return cls(step=max(1, -(-most // CLASSES)), most=most)

    def of_number(self, number: int) -> int:
        return min(CLASSES - 1, max(0, number - 1) // self.step)

    def ranges(self) -> list[tuple[int, int]]:
        """From and to of each shade that is in use, the lightest first."""
        starts = [0, *(shade * self.step + 1 for shade in range(1, CLASSES))]
        used = [start for start in starts if start <= self.most]
        return [(start, min(self.most, (shade + 1) * self.step)) for shade, start in enumerate(used)]

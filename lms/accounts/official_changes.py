"""What a newer official list changes, worked out by comparing; no row is touched.

A place is followed by its code and name, by its name under the same whole, by its code alone, or, where it has parts, by more
than half of them under another name and code, as when 전라북도 (45) became 전북특별자치도 (52). What is gone while others
appear beside it, or one of the same name elsewhere in the province, is a question: it may have been renamed, parted or joined.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from lms.accounts.enums import LOCAL_LEVELS, RegionLevel
from lms.accounts.official_list import Names, Place


@dataclass(frozen=True)
class Known:
    """A row that is there. `path` are the names from the province down."""

    pk: int
    code: str
    level: RegionLevel
    path: Names
    parent: int | None
    is_closed: bool = False

    @property
    def name(self) -> str:
        return self.path[-1]


@dataclass(frozen=True)
class Question:
    """Which of these did it become, or none?"""

    about: Known
    candidates: tuple[Place, ...]


@dataclass
class Changes:
    """`matched` is what each row is in the list, changed or not."""

    matched: dict[int, Place] = field(default_factory=dict)
    followed: list[tuple[Known, Place]] = field(default_factory=list)
    reopened: list[Known] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    new: list[Place] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.followed or self.reopened or self.gone or self.new or self.questions)

    @property
    def stamp(self) -> str:
        """The same for the same changes to the same rows: what is written is what somebody has looked at."""
        said = repr((self.followed, self.reopened, self.gone, self.new, self.questions))
        return sha256(said.encode()).hexdigest()[:16]


# By the full name of a place that is gone: that of what it became, or nothing where it is gone for good.
Answers = Mapping[str, str]


def full_name(names: Names) -> str:
    """세종 is a province and its only district: said once."""
    return " ".join(name for name, above in zip(names, ("", *names), strict=False) if name != above)


def compare(known: Collection[Known], places: Iterable[Place], answers: Answers) -> Changes:
    """Raises KeyError with the answer that fits no question."""
    return _Comparison(known, list(places), answers).result()


class _Comparison:
    def __init__(self, known: Collection[Known], places: list[Place], answers: Answers) -> None:
        self.known = {row.pk: row for row in known}
        self.places, self.answers = places, dict(answers)
        self.by_path = {place.path: place for place in places}
        self.by_code = {place.code: place for place in places}
        self.parts_of: dict[Names, set[str]] = {}
        for place in places:
            self.parts_of.setdefault(place.path[:-1], set()).add(place.name)
        self.taken: set[str] = set()
        self.asked: set[int] = set()
        self.found = Changes()

    def result(self) -> Changes:
        for row in self.known.values():
            place = self.by_code.get(row.code)
            if place is not None and place.name == row.name:
                self._match(row, place)
        for depth in sorted({len(row.path) for row in self.known.values()}):
            self._follow([row for row in self.known.values() if len(row.path) == depth])
        if self.answers:
            raise KeyError(next(iter(self.answers)))
        candidates = {place.code for question in self.found.questions for place in question.candidates}
        self.found.new = [place for place in self.places if place.code not in self.taken | candidates]
        for pk, place in self.found.matched.items():
            self._note(self.known[pk], place)
        return self.found

    def _follow(self, rows: list[Known]) -> None:
        """Those of one depth; the wholes that they lie in are decided."""
        for row in self._open(rows):
            above = self._above(row)
            if above is not None and (place := self.by_path.get((*above, row.name))):
                self._match(row, place)
        for row in rows:  # a closed one, too: its code is not free for another
            if row.pk not in self.found.matched and (place := self.by_code.get(row.code)):
                self._match(row, place)
        self._follow_by_parts([row for row in self._open(rows) if row.level not in LOCAL_LEVELS])
        left = [row for row in self._open(rows) if row.parent not in self.asked or row.parent is None]
        self.asked |= {row.pk for row in self._open(rows) if row not in left}
        for row in [row for row in left if full_name(row.path) in self.answers]:
            self._take_answer(row)
            left.remove(row)
        for row in left:
            self._ask(row)

    def _follow_by_parts(self, rows: list[Known]) -> None:
        """Where two rows would become the same, it is a question for both."""
        found = {row: place for row in rows if (place := self._by_parts(row))}
        claims = Counter(place.code for place in found.values())
        for row, place in found.items():
            if claims[place.code] == 1:
                self._match(row, place)

    def _by_parts(self, row: Known) -> Place | None:
        mine = {part.name for part in self.known.values() if part.parent == row.pk and not part.is_closed}
        shared = {place: len(mine & self.parts_of.get(place.path, set())) for place in self._free(row)}
        best = max(shared, key=lambda place: shared[place], default=None)
        if best is None or shared[best] * 2 <= len(mine) or list(shared.values()).count(shared[best]) > 1:
            return None
        return best

    def _take_answer(self, row: Known) -> None:
        name = full_name(row.path)
        became = self.answers.pop(name)
        place = next((place for place in self._free(row) if full_name(place.path) == became), None)
        if became and place is None:
            raise KeyError(f"{name}={became}")
        if place is None:
            self.found.gone.append(row)
        else:
            self._match(row, place)

    def _ask(self, row: Known) -> None:
        candidates = tuple(place for place in self._free(row) if self._may_be(row, place))
        if candidates:
            self.asked.add(row.pk)
            self.found.questions.append(Question(row, candidates))
        else:
            self.found.gone.append(row)

    def _may_be(self, row: Known, place: Place) -> bool:
        """Beside it, or of its name: in its province, and anywhere where that isn't known."""
        province = self._province(row)
        near = province is None or place.path[0] == province
        return place.path[:-1] == self._above(row) or (place.name == row.name and near)

    def _free(self, row: Known) -> list[Place]:
        """Of its kind, and nobody's yet."""
        is_local = row.level in LOCAL_LEVELS
        kind = LOCAL_LEVELS if is_local else {row.level}
        return [place for place in self.places if place.level in kind and place.code not in self.taken]

    def _open(self, rows: Iterable[Known]) -> list[Known]:
        done = self.found.matched.keys() | {row.pk for row in self.found.gone}
        return [row for row in rows if row.pk not in done and not row.is_closed]

    def _above(self, row: Known) -> Names | None:
        """What it lies in, as the list calls it; nothing for a province, None where that is gone or asked about."""
        if row.parent is None:
            return () if row.level == RegionLevel.SIDO else None
        whole = self.found.matched.get(row.parent)
        return whole.path if whole else None

    def _province(self, row: Known) -> str | None:
        while row.parent is not None:
            row = self.known[row.parent]
        place = self.found.matched.get(row.pk)
        return place.path[0] if place else None

    def _match(self, row: Known, place: Place) -> None:
        if place.code not in self.taken:
            self.taken.add(place.code)
            self.found.matched[row.pk] = place

    def _note(self, row: Known, place: Place) -> None:
        if row.is_closed:
            self.found.reopened.append(row)
        whole = self.found.matched.get(row.parent) if row.parent else None
        there = (row.code, row.name, row.level, whole.path if whole else ())
        if there != (place.code, place.name, place.level, place.path[:-1]):
            self.found.followed.append((row, place))

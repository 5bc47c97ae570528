from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum


class ClassState(Enum):
    OPEN = "open"  # not held or not entered yet: still possible
    CAME = "came"
    EXCUSED = "excused"
    MISSED = "missed"


@dataclass(frozen=True)
class ClassFact:
    """`state` is what is known so far; `settled`, where that differs, what is known for good."""

    lesson: str
    minutes: int
    state: ClassState
    settled: ClassState | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of one person in one run, or, without lessons, of one applicant. Minutes are whole.

    `lessons` maps the version's lesson keys to their minutes, in order; `classes` are those planned, without cancelled ones.
    Only what the version requires counts, unless a rule names an optional lesson itself.
    """

    lessons: Mapping[str, int] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()  # lessons the person said to have finished
    classes: tuple[ClassFact, ...] = ()
    courses: frozenset[str] = frozenset()
    years_active: int = 0
    community_member: bool = False
    evidence: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)  # of courses and kinds of evidence, for the reasons

    @property
    def settled(self) -> "Facts":
        """Without marks of attendance that are provisional: a course is completed by these."""
        return replace(self, classes=tuple(replace(fact, state=fact.settled or fact.state) for fact in self.classes))

    @property
    def is_provisional(self) -> bool:
        return any(fact.settled for fact in self.classes)

    @property
    def required(self) -> frozenset[str]:
        return frozenset(self.lessons) - self.optional

    @property
    def required_classes(self) -> tuple[ClassFact, ...]:
        return tuple(fact for fact in self.classes if fact.lesson not in self.optional)

    @property
    def attended(self) -> frozenset[str]:
        """Lessons that the run holds as a class: attendance alone does them, whatever the person says."""
        return frozenset(fact.lesson for fact in self.classes)

    @property
    def at_home(self) -> frozenset[str]:
        return frozenset(self.lessons) - self.attended

    @property
    def done(self) -> frozenset[str]:
        came = {fact.lesson for fact in self.classes if fact.state is ClassState.CAME}
        return frozenset(came & set(self.lessons)) | (self.finished & self.at_home)

    @property
    def took_part(self) -> bool:
        return bool(self.done or self.evidence)

    @property
    def missed(self) -> frozenset[str]:
        """Class lessons that no class still to come can do."""
        possible = {fact.lesson for fact in self.classes if fact.state in {ClassState.OPEN, ClassState.CAME}}
        return self.attended - possible

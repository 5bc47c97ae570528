"""The rule tree and how it is read from JSON.

`{"op": "all", "of": [{"op": "attendance", "min_share": 80}, {"op": "lesson_done", "key": "self"}]}`; `{}` asks for nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

# Lessons named together: all of the version, or those for which the run holds no class.
EVERY_LESSON = "all"
AT_HOME = "self"
DEEPEST = 5


class RuleError(ValueError):
    """The rule can't be read; the text says where and what it must be."""


@dataclass(frozen=True)
class All:
    of: tuple["Rule", ...]


@dataclass(frozen=True)
class Any_:
    of: tuple["Rule", ...]


@dataclass(frozen=True)
class AtLeast:
    n: int
    of: tuple["Rule", ...]


@dataclass(frozen=True)
class LessonDone:
    key: str  # a lesson's key, EVERY_LESSON or AT_HOME


@dataclass(frozen=True)
class AttendanceRule:
    """Over the classes planned for the run. Exactly one of the three; shares are whole per cent.

    Excused classes are left out of the count, or with `excused_counts` taken as attended.
    """

    min_share: int | None = None
    min_hours: int | None = None
    min_sessions: int | None = None
    excused_counts: bool = False


@dataclass(frozen=True)
class HoursRule:
    n: int


@dataclass(frozen=True)
class Course:
    key: str


@dataclass(frozen=True)
class YearsActive:
    n: int


@dataclass(frozen=True)
class CommunityMember:
    """Belongs to a community now, in whatever role."""


@dataclass(frozen=True)
class EvidenceRule:
    kind: str


Rule = (
    All
    | Any_
    | AtLeast
    | LessonDone
    | AttendanceRule
    | HoursRule
    | Course
    | YearsActive
    | CommunityMember
    | EvidenceRule
)
MET: Rule = All(())


def leaves(rule: Rule) -> Iterator[Rule]:
    if isinstance(rule, All | Any_ | AtLeast):
        for part in rule.of:
            yield from leaves(part)
    else:
        yield rule


def asks_for(leaf: type, rule: Rule) -> bool:
    """Most rules don't ask for what other tables or other apps know, and then those need not be read."""
    return any(isinstance(found, leaf) for found in leaves(rule))


def parse(value: Any) -> Rule:
    """Raises RuleError with a message for editors."""
    if value == {}:
        return MET
    return _parse(value, depth=1)


def _parse(value: Any, *, depth: int) -> Rule:
    if depth > DEEPEST:
        raise RuleError(_("The rule is nested too deeply."))
    if not isinstance(value, Mapping) or value.get("op") not in _READERS:
        raise RuleError(_("A rule must say what it asks for (op)."))
    allowed, reader = _READERS[value["op"]]
    if unknown := set(value) - allowed - {"op"}:
        raise RuleError(
            _("The rule has a part that is not known: %(part)s") % {"part": ", ".join(sorted(map(str, unknown)))}
        )
    return reader(value, depth)


def _children(value: Mapping[str, Any], depth: int) -> tuple[Rule, ...]:
    parts = value.get("of")
    if not isinstance(parts, list) or not parts:
        raise RuleError(_("A rule over several parts needs at least one part."))
    return tuple(_parse(part, depth=depth + 1) for part in parts)


def _whole(value: Mapping[str, Any], name: str, *, most: int) -> int:
    number = value.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise RuleError(_("A number in the rule must be a whole number from 1 to %(most)d.") % {"most": most})
    return number


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not text:
        raise RuleError(_("A rule names what it asks for."))
    return text


def _at_least(value: Mapping[str, Any], depth: int) -> Rule:
    children = _children(value, depth)
    return AtLeast(_whole(value, "n", most=len(children)), children)


def _attendance(value: Mapping[str, Any], depth: int) -> Rule:
    limits = {"min_share": 100, "min_hours": 1000, "min_sessions": 200}
    given = [name for name in limits if name in value]
    if len(given) != 1:
        raise RuleError(_("Attendance is measured in one way: a share, hours or a number of classes."))
    excused = value.get("excused", "ignored")
    if excused not in {"ignored", "counts"}:
        raise RuleError(_("Excused classes are either left out or counted."))
    return AttendanceRule(
        **{given[0]: _whole(value, given[0], most=limits[given[0]])}, excused_counts=excused == "counts"
    )


Reader = Callable[[Mapping[str, Any], int], Rule]
_READERS: dict[str, tuple[set[str], Reader]] = {
    "all": ({"of"}, lambda value, depth: All(_children(value, depth))),
    "any": ({"of"}, lambda value, depth: Any_(_children(value, depth))),
    "at_least": ({"n", "of"}, _at_least),
    "lesson_done": ({"key"}, lambda value, depth: LessonDone(_text(value, "key"))),
    "attendance": ({"min_share", "min_hours", "min_sessions", "excused"}, _attendance),
    "hours": ({"n"}, lambda value, depth: HoursRule(_whole(value, "n", most=1000))),
    "course": ({"key"}, lambda value, depth: Course(_text(value, "key"))),
    "years_active": ({"n"}, lambda value, depth: YearsActive(_whole(value, "n", most=50))),
    "community_member": (set(), lambda value, depth: CommunityMember()),
    "evidence": ({"kind"}, lambda value, depth: EvidenceRule(_text(value, "kind"))),
}

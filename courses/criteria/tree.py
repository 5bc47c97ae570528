"""The rule tree and how it is read from JSON.

`{"op": "all", "of": [{"op": "attendance", "min_share": 80}, {"op": "lesson_done", "key": "self"}]}`; `{}` asks for nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.criteria.leaf import Leaf
from courses.criteria.leaves import LEAVES
from courses.criteria.reading import Json, RuleError, read_whole

DEEPEST = 5


@dataclass(frozen=True)
class All:
    of: tuple["Rule", ...]

    @property
    def needed(self) -> int:
        return len(self.of)


@dataclass(frozen=True)
class Any_:
    of: tuple["Rule", ...]

    @property
    def needed(self) -> int:
        return 1


@dataclass(frozen=True)
class AtLeast:
    n: int
    of: tuple["Rule", ...]

    @property
    def needed(self) -> int:
        return self.n


Rule = All | Any_ | AtLeast | Leaf
MET: Rule = All(())


def leaves(rule: Rule) -> Iterator[Leaf]:
    if isinstance(rule, Leaf):
        yield rule
    else:
        for part in rule.of:
            yield from leaves(part)


def asks_for(leaf: type[Leaf], rule: Rule) -> bool:
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
    op = value.get("op") if isinstance(value, Mapping) else None
    if isinstance(op, str) and op in _GROUPS:
        parts, read_group = _GROUPS[op]
        _refuse_unknown(value, parts)
        return read_group(value, depth)
    if isinstance(op, str) and op in LEAVES:
        _refuse_unknown(value, LEAVES[op].parts)
        return LEAVES[op].read(value)
    raise RuleError(_("A rule must say what it asks for (op)."))


def _refuse_unknown(value: Json, parts: frozenset[str]) -> None:
    if unknown := set(value) - parts - {"op"}:
        raise RuleError(
            _("The rule has a part that is not known: %(part)s") % {"part": ", ".join(sorted(map(str, unknown)))}
        )


def _children(value: Json, depth: int) -> tuple[Rule, ...]:
    parts = value.get("of")
    if not isinstance(parts, list) or not parts:
        raise RuleError(_("A rule over several parts needs at least one part."))
    return tuple(_parse(part, depth=depth + 1) for part in parts)


def _at_least(value: Json, depth: int) -> Rule:
    children = _children(value, depth)
    return AtLeast(read_whole(value, "n", most=len(children)), children)


_GROUPS: dict[str, tuple[frozenset[str], Callable[[Json, int], Rule]]] = {
    "all": (frozenset({"of"}), lambda value, depth: All(_children(value, depth))),
    "any": (frozenset({"of"}), lambda value, depth: Any_(_children(value, depth))),
    "at_least": (frozenset({"n", "of"}), _at_least),
}


def is_readable(value: Any) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True

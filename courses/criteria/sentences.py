"""A rule in words, for editors and learners."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.criteria.leaf import Leaf
from courses.criteria.tree import All, Any_, AtLeast, Rule

# How the ways of one thing are numbered, those within a way, and those within these: ①, ㉠.
FIRST_SIGNS = (0x2460, 0x3260)
MOST_SIGNS = 14


def sentences(rule: Rule, *, titles: Mapping[str, str] | None = None) -> list[str]:
    """One sentence for each thing that all must do; what may be done instead of another stands in the same sentence."""
    parts = rule.of if isinstance(rule, All) else [rule]
    return [_in_one(part, titles or {}) for part in parts]


def _in_one(rule: Rule, titles: Mapping[str, str], depth: int = 0) -> str:
    if isinstance(rule, Leaf):
        return rule.sentence(titles)
    parts = [_in_one(part, titles, depth + 1) for part in rule.of]
    ways = " ".join(f"{_sign(number, depth)} {part}" for number, part in enumerate(parts, start=1))
    if isinstance(rule, Any_):
        return _("One of these: %(ways)s") % {"ways": ways}
    if isinstance(rule, AtLeast):
        head = ngettext("%(n)d of the following:", "%(n)d of the following:", rule.n) % {"n": rule.n}
        return f"{head} {ways}"
    return _("All of these: %(ways)s") % {"ways": ways}


def _sign(number: int, depth: int) -> str:
    if 0 < depth <= len(FIRST_SIGNS) and number <= MOST_SIGNS:
        return chr(FIRST_SIGNS[depth - 1] + number - 1)
    return f"({number})"


def sentence(leaf: Leaf, *, titles: Mapping[str, str] | None = None) -> str:
    """What one leaf asks for."""
    return leaf.sentence(titles or {})

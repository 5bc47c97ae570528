"""A rule in words, for editors and learners."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.criteria.leaf import Leaf
from courses.criteria.tree import All, Any_, AtLeast, Rule


def sentences(rule: Rule, *, titles: Mapping[str, str] | None = None) -> list[str]:
    """One sentence for each thing that all must do; what may be done instead of another stands in the same sentence."""
    parts = rule.of if isinstance(rule, All) else [rule]
    return [_in_one(part, titles or {}) for part in parts]


def _in_one(rule: Rule, titles: Mapping[str, str]) -> str:
    if isinstance(rule, Leaf):
        return rule.sentence(titles)
    parts = [_in_one(part, titles) for part in rule.of]
    if isinstance(rule, Any_):
        ways = " ".join(f"({number}) {part}" for number, part in enumerate(parts, start=1))
        return _("One of these: %(ways)s") % {"ways": ways}
    if isinstance(rule, AtLeast):
        head = ngettext("%(n)d of the following:", "%(n)d of the following:", rule.n) % {"n": rule.n}
        return f"{head} {' / '.join(parts)}"
    return " + ".join(parts)


def sentence(leaf: Leaf, *, titles: Mapping[str, str] | None = None) -> str:
    """What one leaf asks for."""
    return leaf.sentence(titles or {})

"""A rule in words, for editors and learners."""

from collections.abc import Mapping
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.criteria.tree import (
    AT_HOME,
    EVERY_LESSON,
    All,
    Any_,
    AtLeast,
    AttendanceRule,
    CommunityMember,
    Course,
    EvidenceRule,
    HoursRule,
    LessonDone,
    Rule,
    YearsActive,
)

# Kinds of evidence that the sample curriculum and the centres' forms know. Another kind is shown by its own name.
EVIDENCE = {
    "paper": lambda: _("a paper about the village is accepted"),
    "vision": lambda: _("a plan of one's own is handed in"),
    "demonstration": lambda: _("a demonstration lesson is passed"),
}


def sentences(rule: Rule, *, titles: Mapping[str, str] | None = None) -> list[str]:
    """One sentence for each thing that all must do; what may be done instead of another stands in the same sentence."""
    parts = rule.of if isinstance(rule, All) else [rule]
    return [_in_one(part, titles or {}) for part in parts]


def _in_one(rule: Rule, titles: Mapping[str, str]) -> str:
    if not isinstance(rule, All | Any_ | AtLeast):
        return _sentence(rule, titles)
    parts = [_in_one(part, titles) for part in rule.of]
    if isinstance(rule, Any_):
        return _(", or: ").join(parts)
    if isinstance(rule, AtLeast):
        head = ngettext("%(n)d of the following:", "%(n)d of the following:", rule.n) % {"n": rule.n}
        return f"{head} {' / '.join(parts)}"
    return " + ".join(parts)


def sentence(rule: Rule, *, titles: Mapping[str, str] | None = None) -> str:
    """What one leaf asks for."""
    return _sentence(rule, titles or {})


@singledispatch
def _sentence(rule: Rule, titles: Mapping[str, str]) -> str:
    raise TypeError(rule)


@_sentence.register
def _lesson_done(rule: LessonDone, titles: Mapping[str, str]) -> str:
    if rule.key == EVERY_LESSON:
        return _("Finish all lessons")
    if rule.key == AT_HOME:
        return _("Finish the lessons read at home")
    return _("Finish this lesson: %(title)s") % {"title": titles.get(rule.key, rule.key)}


@_sentence.register
def _attendance(rule: AttendanceRule, titles: Mapping[str, str]) -> str:
    if rule.min_share is not None:
        return _("Come to at least %(n)d%% of the classes") % {"n": rule.min_share}
    if rule.min_hours is not None:
        return _("Come to classes of at least %(n)d hours") % {"n": rule.min_hours}
    return _("Come to at least %(n)d classes") % {"n": rule.min_sessions or 0}


@_sentence.register
def _hours(rule: HoursRule, titles: Mapping[str, str]) -> str:
    return _("Learn for at least %(n)d hours") % {"n": rule.n}


@_sentence.register
def _course(rule: Course, titles: Mapping[str, str]) -> str:
    return _("Complete this course: %(title)s") % {"title": titles.get(rule.key, rule.key)}


@_sentence.register
def _years_active(rule: YearsActive, titles: Mapping[str, str]) -> str:
    return _("Have been active in the village for %(n)d years or more") % {"n": rule.n}


@_sentence.register
def _community_member(rule: CommunityMember, titles: Mapping[str, str]) -> str:
    return _("Be a member of a village community")


@_sentence.register
def _evidence(rule: EvidenceRule, titles: Mapping[str, str]) -> str:
    named = EVIDENCE.get(rule.kind)
    what = named() if named else titles.get(rule.kind, rule.kind)
    return _("The centre confirms: %(what)s") % {"what": what}

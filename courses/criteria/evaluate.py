import math
from dataclasses import dataclass
from enum import Enum
from functools import singledispatch

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.criteria.facts import ClassState, Facts
from courses.criteria.sentences import sentence
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
from lms.common.text.korean import ko_minutes


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


def evaluate(rule: Rule, facts: Facts) -> Result:
    """Met, not yet, or no longer reachable, with a line for each leaf. The order of facts never matters."""
    return _evaluate(rule, facts)


@singledispatch
def _evaluate(rule: Rule, facts: Facts) -> Result:
    raise TypeError(rule)


def _joined(children: list[Result], needed: int) -> Result:
    met = sum(child.met for child in children)
    open_ = sum(child.status is Status.NOT_YET for child in children)
    status = Status.MET if met >= needed else Status.NOT_YET if met + open_ >= needed else Status.UNREACHABLE
    return Result(status, tuple(line for child in children for line in child.lines))


@_evaluate.register
def _all(rule: All, facts: Facts) -> Result:
    return _joined([_evaluate(part, facts) for part in rule.of], len(rule.of))


@_evaluate.register
def _any(rule: Any_, facts: Facts) -> Result:
    return _joined([_evaluate(part, facts) for part in rule.of], 1)


@_evaluate.register
def _at_least(rule: AtLeast, facts: Facts) -> Result:
    return _joined([_evaluate(part, facts) for part in rule.of], rule.n)


def _leaf(rule: Rule, *, done: int, needed: int, possible: int, reason: str, late: str) -> Result:
    """`possible` is what `done` may still become; below `needed` the leaf can't be met any more."""
    done = min(done, needed)
    status = Status.MET if done >= needed else Status.NOT_YET if possible >= needed else Status.UNREACHABLE
    text = "" if status is Status.MET else reason if status is Status.NOT_YET else late
    return Result(status, (Line(sentence(rule), status, done, needed, text),))


def _lessons_left(number: int) -> str:
    return ngettext("%(n)d lesson to go", "%(n)d lessons to go", number) % {"n": number}


@_evaluate.register
def _lesson_done(rule: LessonDone, facts: Facts) -> Result:
    asked = {EVERY_LESSON: frozenset(facts.lessons), AT_HOME: facts.at_home}.get(rule.key, frozenset({rule.key}))
    done = len(asked & facts.done)
    return _leaf(
        rule,
        done=done,
        needed=len(asked),
        possible=len(asked - facts.missed),
        reason=_lessons_left(len(asked) - done),
        late=_("A class that is over was missed. Please ask the centre about another one."),
    )


@_evaluate.register
def _attendance(rule: AttendanceRule, facts: Facts) -> Result:
    if not facts.classes:
        # Nothing to attend is planned: reading everything stands in for it, so that nobody is done by default.
        return _lesson_done_instead(rule, facts)
    counted = {ClassState.CAME, ClassState.EXCUSED} if rule.excused_counts else {ClassState.CAME}
    planned = [fact for fact in facts.classes if rule.excused_counts or fact.state is not ClassState.EXCUSED]
    came = [fact for fact in planned if fact.state in counted]
    open_ = [fact for fact in planned if fact.state is ClassState.OPEN]
    if rule.min_hours is not None:
        return _attended_minutes(rule, sum(f.minutes for f in came), sum(f.minutes for f in open_), rule.min_hours * 60)
    if rule.min_share is not None:
        # At least one: whoever is excused from everything has attended nothing.
        needed = max(1, math.ceil(len(planned) * rule.min_share / 100))
    else:
        needed = rule.min_sessions or 0
    left = needed - len(came)
    return _leaf(
        rule,
        done=len(came),
        needed=needed,
        possible=len(came) + len(open_),
        reason=ngettext("%(n)d more class", "%(n)d more classes", left) % {"n": left},
        late=_("Too many classes were missed. Please ask the centre what can be done."),
    )


def _attended_minutes(rule: AttendanceRule, came: int, open_: int, needed: int) -> Result:
    return _leaf(
        rule,
        done=came,
        needed=needed,
        possible=came + open_,
        reason=_("%(length)s to go") % {"length": ko_minutes(max(needed - came, 0))},
        late=_("Too many classes were missed. Please ask the centre what can be done."),
    )


def _lesson_done_instead(rule: AttendanceRule, facts: Facts) -> Result:
    done = len(facts.done)
    needed = max(len(facts.lessons), 1)
    return _leaf(rule, done=done, needed=needed, possible=needed, reason=_lessons_left(needed - done), late="")


@_evaluate.register
def _hours(rule: HoursRule, facts: Facts) -> Result:
    needed = rule.n * 60
    done = sum(minutes for key, minutes in facts.lessons.items() if key in facts.done)
    possible = sum(minutes for key, minutes in facts.lessons.items() if key not in facts.missed)
    return _leaf(
        rule,
        done=done,
        needed=needed,
        possible=possible,
        reason=_("%(length)s to go") % {"length": ko_minutes(max(needed - done, 0))},
        late=_("The hours of this run are no longer enough. Please ask the centre what can be done."),
    )


@_evaluate.register
def _course(rule: Course, facts: Facts) -> Result:
    title = facts.titles.get(rule.key, rule.key)
    return _asked(
        rule,
        facts,
        met=rule.key in facts.courses,
        reason=_("Please complete this course first: %(title)s") % {"title": title},
    )


@_evaluate.register
def _years_active(rule: YearsActive, facts: Facts) -> Result:
    return _leaf(
        rule,
        done=facts.years_active,
        needed=rule.n,
        possible=rule.n,
        reason=_("Please tell us how many years you have been active."),
        late="",
    )


@_evaluate.register
def _community_member(rule: CommunityMember, facts: Facts) -> Result:
    said = _(
        "Please ask the representative of your community to enter you as a member. "
        "If you belong to no community yet, please call the centre."
    )
    return _asked(rule, facts, met=facts.community_member, reason=said)


@_evaluate.register
def _evidence(rule: EvidenceRule, facts: Facts) -> Result:
    return _asked(rule, facts, met=rule.kind in facts.evidence, reason=_("Not accepted by the centre yet"))


def _asked(rule: Rule, facts: Facts, *, met: bool, reason: str) -> Result:
    label = sentence(rule, titles=facts.titles)
    status = Status.MET if met else Status.NOT_YET
    return Result(status, (Line(label, status, int(met), 1, "" if met else reason),))

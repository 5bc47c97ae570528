import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.criteria.conditions import Condition, OneOf, WholeNumber
from courses.criteria.facts import ClassFact, ClassState, Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json, RuleError, read_whole
from courses.criteria.results import Line
from courses.criteria.words import (
    classes_possible,
    lessons_possible,
    lessons_to_go,
    minutes_possible,
    minutes_to_go,
)

LIMITS = {"min_share": 100, "min_hours": 1000, "min_sessions": 200}
MEASURES = [
    ("min_share", gettext_lazy("Share of the planned classes, in percent")),
    ("min_hours", gettext_lazy("Hours")),
    ("min_sessions", gettext_lazy("Number of classes")),
]
EXCUSED = [
    ("ignored", gettext_lazy("left out of the count")),
    ("counts", gettext_lazy("counted as being there")),
]


class AttendanceCondition(Condition):
    """The form asks for the measure and its amount; in the rule the measure is the name of the amount."""

    def filled(self, rule: Json) -> dict[str, Any] | None:
        measure = next((name for name in LIMITS if name in rule), None)
        if measure is None:
            return None
        return {"measure": measure, "amount": rule[measure], "excused": rule.get("excused", "ignored")}

    def written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {values["measure"]: values["amount"], "excused": values["excused"]}

    def errors(self, values: Mapping[str, Any]) -> dict[str, str]:
        if values["measure"] == "min_share" and values["amount"] > LIMITS["min_share"]:
            return {"amount": _("A share is at most 100 percent.")}
        return {}


@dataclass(frozen=True)
class AttendanceRule(Leaf):
    """Over the classes planned for the run, without those of optional lessons. Exactly one of the three; shares are whole
    per cent.

    Excused classes are left out of the count, or with `excused_counts` taken as attended.
    """

    min_share: int | None = None
    min_hours: int | None = None
    min_sessions: int | None = None
    excused_counts: bool = False

    op = "attendance"
    order = 20
    parts = frozenset({*LIMITS, "excused"})
    conditions = (
        AttendanceCondition(
            name="attendance",
            label=gettext_lazy("Attendance"),
            icon="group",
            fields=(
                OneOf(name="measure", label=gettext_lazy("counted as"), choices=lambda: MEASURES, default="min_share"),
                WholeNumber(name="amount", label=gettext_lazy("at least"), default=80),
                OneOf(
                    name="excused",
                    label=gettext_lazy("an excused absence is"),
                    choices=lambda: EXCUSED,
                    default="ignored",
                ),
            ),
        ),
    )

    @classmethod
    def read(cls, value: Json) -> "AttendanceRule":
        given = [name for name in LIMITS if name in value]
        if len(given) != 1:
            raise RuleError(_("Attendance is measured in one way: a share, hours or a number of classes."))
        excused = value.get("excused", "ignored")
        if excused not in {"ignored", "counts"}:
            raise RuleError(_("Excused classes are either left out or counted."))
        (measure,) = given
        amount = read_whole(value, measure, most=LIMITS[measure])
        return cls(**{measure: amount}, excused_counts=excused == "counts")

    def evaluate(self, facts: Facts) -> Line:
        classes = facts.required_classes
        if not classes:
            # Nothing to attend is planned: reading everything stands in for it, so that nobody is done by default.
            return self._lessons_instead(facts)
        counted = {ClassState.CAME, ClassState.EXCUSED} if self.excused_counts else {ClassState.CAME}
        planned = [fact for fact in classes if self.excused_counts or fact.state is not ClassState.EXCUSED]
        came = [fact for fact in planned if fact.state in counted]
        open_ = [fact for fact in planned if fact.state is ClassState.OPEN]
        if self.min_hours is not None:
            return self._minutes(came, open_, needed=self.min_hours * 60)
        if self.min_share is not None:
            # At least one: whoever is excused from everything has attended nothing.
            needed = max(1, math.ceil(len(planned) * self.min_share / 100))
        else:
            needed = self.min_sessions or 0
        left = needed - len(came)
        return self.count(
            done=len(came),
            needed=needed,
            possible=len(came) + len(open_),
            reason=ngettext("%(n)d more class", "%(n)d more classes", left) % {"n": left},
            late=_missed(),
            still=classes_possible,
        )

    def _minutes(self, came: list[ClassFact], open_: list[ClassFact], *, needed: int) -> Line:
        done = sum(fact.minutes for fact in came)
        possible = done + sum(fact.minutes for fact in open_)
        return self.count(
            done=done,
            needed=needed,
            possible=possible,
            reason=minutes_to_go(needed - done),
            late=_missed(),
            still=minutes_possible,
        )

    def _lessons_instead(self, facts: Facts) -> Line:
        done = len(facts.done & facts.required)
        needed = max(len(facts.required), 1)
        return self.count(
            done=done, needed=needed, possible=needed, reason=lessons_to_go(needed - done), still=lessons_possible
        )

    def sentence(self, titles: Mapping[str, str]) -> str:
        if self.min_share is not None:
            return _("Come to at least %(n)d%% of the classes") % {"n": self.min_share}
        if self.min_hours is not None:
            return _("Come to classes of at least %(n)d hours") % {"n": self.min_hours}
        return _("Come to at least %(n)d classes") % {"n": self.min_sessions or 0}


def _missed() -> str:
    return _("Too many classes were missed. Please ask the centre what can be done.")


LEAF = AttendanceRule

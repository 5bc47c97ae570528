from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.criteria.conditions import Condition, WholeNumber
from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json, read_whole
from courses.criteria.results import Line
from courses.criteria.words import minutes_possible, minutes_to_go


@dataclass(frozen=True)
class HoursRule(Leaf):
    n: int

    op = "hours"
    order = 30
    parts = frozenset({"n"})
    conditions = (
        Condition(name="hours", label=gettext_lazy("Hours taken part"), icon="time", fields=(WholeNumber(name="n"),)),
    )

    @classmethod
    def read(cls, value: Json) -> "HoursRule":
        return cls(read_whole(value, "n", most=1000))

    def evaluate(self, facts: Facts) -> Line:
        needed = self.n * 60
        done = self._minutes(facts, facts.done)
        return self.count(
            done=done,
            needed=needed,
            possible=self._minutes(facts, frozenset(facts.lessons) - facts.missed),
            reason=minutes_to_go(needed - done),
            still=minutes_possible,
            late=_("The hours of this run are no longer enough. Please ask the centre what can be done."),
        )

    def _minutes(self, facts: Facts, of: frozenset[str]) -> int:
        return sum(minutes for key, minutes in facts.lessons.items() if key in of & facts.required)

    def sentence(self, titles: Mapping[str, str]) -> str:
        return _("Learn for at least %(n)d hours") % {"n": self.n}


LEAF = HoursRule

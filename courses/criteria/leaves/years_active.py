from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.criteria.conditions import Condition, WholeNumber
from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json, read_whole
from courses.criteria.results import Line


@dataclass(frozen=True)
class YearsActive(Leaf):
    n: int

    op = "years_active"
    order = 50
    parts = frozenset({"n"})
    conditions = (
        Condition(
            name="years_active",
            label=gettext_lazy("Years of activity in the village"),
            icon="date",
            fields=(WholeNumber(name="n"),),
        ),
    )

    @classmethod
    def read(cls, value: Json) -> "YearsActive":
        return cls(read_whole(value, "n", most=50))

    def evaluate(self, facts: Facts) -> Line:
        return self.count(
            done=facts.years_active,
            needed=self.n,
            possible=self.n,
            reason=_("Please tell us how many years you have been active."),
        )

    def sentence(self, titles: Mapping[str, str]) -> str:
        return _("Have been active in the village for %(n)d years or more") % {"n": self.n}


LEAF = YearsActive

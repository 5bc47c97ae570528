from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.criteria.conditions import Condition, OneOf
from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json, read_text
from courses.criteria.results import Line

# Kinds of evidence that the sample curriculum and the centres' forms know. Another kind is shown by its own name.
KINDS = {
    "paper": gettext_lazy("a paper about the village is accepted"),
    "vision": gettext_lazy("a plan of one's own is handed in"),
    "demonstration": gettext_lazy("a demonstration lesson is passed"),
}


@dataclass(frozen=True)
class EvidenceRule(Leaf):
    kind: str

    op = "evidence"
    order = 70
    parts = frozenset({"kind"})
    conditions = (
        Condition(
            name="evidence",
            label=gettext_lazy("Confirmed by the centre"),
            icon="clipboard-list",
            fields=(OneOf(name="kind", choices=lambda: list(KINDS.items())),),
        ),
    )

    @classmethod
    def read(cls, value: Json) -> "EvidenceRule":
        return cls(read_text(value, "kind"))

    def evaluate(self, facts: Facts) -> Line:
        return self.ask(facts, met=self.kind in facts.evidence, reason=_("Not accepted by the centre yet"))

    def sentence(self, titles: Mapping[str, str]) -> str:
        what = KINDS.get(self.kind) or titles.get(self.kind, self.kind)
        return _("The centre confirms: %(what)s") % {"what": what}


LEAF = EvidenceRule

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.criteria.conditions import Condition, Text
from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json, read_text
from courses.criteria.results import Line


@dataclass(frozen=True)
class Course(Leaf):
    key: str

    op = "course"
    order = 40
    parts = frozenset({"key"})
    conditions = (
        Condition(
            name="course",
            label=gettext_lazy("Completed course"),
            icon="form",
            fields=(Text(name="key", max_length=30, help_text=gettext_lazy("Its code, for example MJ-101.")),),
        ),
    )

    @classmethod
    def read(cls, value: Json) -> "Course":
        return cls(read_text(value, "key"))

    def evaluate(self, facts: Facts) -> Line:
        title = facts.titles.get(self.key, self.key)
        return self.ask(
            facts,
            met=self.key in facts.courses,
            reason=_("Please complete this course first: %(title)s") % {"title": title},
        )

    def sentence(self, titles: Mapping[str, str]) -> str:
        return _("Complete this course: %(title)s") % {"title": titles.get(self.key, self.key)}


LEAF = Course

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.criteria.conditions import Condition, OneLesson
from courses.criteria.facts import Facts
from courses.criteria.leaf import Leaf
from courses.criteria.reading import Json, read_text
from courses.criteria.results import Line
from courses.criteria.words import lessons_possible, lessons_to_go

# Lessons named together: all that the version requires, or those of them for which the run holds no class.
EVERY_LESSON = "all"
AT_HOME = "self"


@dataclass(frozen=True)
class LessonDone(Leaf):
    key: str  # a lesson's key, EVERY_LESSON or AT_HOME

    op = "lesson_done"
    order = 10
    parts = frozenset({"key"})
    conditions = (
        Condition(
            name="all_lessons",
            label=gettext_lazy("Finish all required lessons"),
            icon="list-ol",
            fixed={"key": EVERY_LESSON},
        ),
        Condition(
            name="lessons_at_home",
            label=gettext_lazy("Finish the required lessons read at home"),
            icon="home",
            fixed={"key": AT_HOME},
        ),
        Condition(
            name="lesson",
            label=gettext_lazy("Finish one lesson"),
            icon="doc-full",
            fields=(OneLesson(name="key"),),
        ),
    )

    @classmethod
    def read(cls, value: Json) -> "LessonDone":
        return cls(read_text(value, "key"))

    def evaluate(self, facts: Facts) -> Line:
        together = {EVERY_LESSON: facts.required, AT_HOME: facts.required & facts.at_home}
        asked = together.get(self.key, frozenset({self.key}))
        done = len(asked & facts.done)
        return self.count(
            done=done,
            needed=len(asked),
            possible=len(asked - facts.missed),
            reason=lessons_to_go(len(asked) - done),
            still=lessons_possible,
            late=_("A class that is over was missed. Please ask the centre about another one."),
        )

    def sentence(self, titles: Mapping[str, str]) -> str:
        if self.key == EVERY_LESSON:
            return _("Finish all required lessons")
        if self.key == AT_HOME:
            return _("Finish the required lessons read at home")
        return _("Finish this lesson: %(title)s") % {"title": titles.get(self.key, self.key)}


LEAF = LessonDone

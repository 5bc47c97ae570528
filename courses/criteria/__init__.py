"""Completion rules and conditions of entry: one small typed tree, one evaluator. Pure: knows no database and no page."""

from .evaluate import Line, Result, Status, evaluate
from .facts import ClassFact, ClassState, Facts
from .sentences import sentence, sentences
from .tree import (
    MET,
    All,
    Any_,
    AtLeast,
    Attendance,
    Course,
    Evidence,
    Hours,
    LessonDone,
    Rule,
    RuleError,
    YearsActive,
    leaves,
    parse,
)

__all__ = [
    "MET",
    "All",
    "Any_",
    "AtLeast",
    "Attendance",
    "ClassFact",
    "ClassState",
    "Course",
    "Evidence",
    "Facts",
    "Hours",
    "LessonDone",
    "Line",
    "Result",
    "Rule",
    "RuleError",
    "Status",
    "YearsActive",
    "evaluate",
    "leaves",
    "parse",
    "sentence",
    "sentences",
]

"""Completion rules and conditions of entry: one small typed tree, one evaluator. Pure: knows no database and no page."""

from courses.criteria.evaluate import Line, Result, Status, evaluate
from courses.criteria.facts import ClassFact, ClassState, Facts
from courses.criteria.sentences import sentence, sentences
from courses.criteria.tree import (
    MET,
    All,
    Any_,
    AtLeast,
    Attendance,
    CommunityMember,
    Course,
    Evidence,
    Hours,
    LessonDone,
    Rule,
    RuleError,
    YearsActive,
    asks_for,
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
    "CommunityMember",
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
    "asks_for",
    "evaluate",
    "leaves",
    "parse",
    "sentence",
    "sentences",
]

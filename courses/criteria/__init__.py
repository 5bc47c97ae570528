"""Completion rules and conditions of entry: one small typed tree, one evaluator. Pure: knows no database and no page."""

from courses.criteria.evaluate import Line, Result, Status, evaluate
from courses.criteria.facts import ClassFact, ClassState, Facts
from courses.criteria.sentences import sentence, sentences
from courses.criteria.tree import (
    MET,
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
    "AttendanceRule",
    "ClassFact",
    "ClassState",
    "CommunityMember",
    "Course",
    "EvidenceRule",
    "Facts",
    "HoursRule",
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

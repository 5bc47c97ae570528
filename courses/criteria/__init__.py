"""Completion rules and conditions of entry: one small typed tree, one evaluator. Pure: knows no database and no page."""

from courses.criteria.evaluate import completes, evaluate
from courses.criteria.facts import ClassFact, ClassState, Facts
from courses.criteria.leaf import Leaf
from courses.criteria.leaves.attendance import AttendanceRule
from courses.criteria.leaves.community_member import CommunityMember
from courses.criteria.leaves.course import Course
from courses.criteria.leaves.evidence import EvidenceRule
from courses.criteria.leaves.hours import HoursRule
from courses.criteria.leaves.lesson_done import LessonDone
from courses.criteria.leaves.years_active import YearsActive
from courses.criteria.reading import RuleError
from courses.criteria.results import Line, Result, Status
from courses.criteria.sentences import sentence, sentences
from courses.criteria.tree import MET, All, Any_, AtLeast, Rule, asks_for, is_readable, leaves, parse

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
    "Leaf",
    "LessonDone",
    "Line",
    "Result",
    "Rule",
    "RuleError",
    "Status",
    "YearsActive",
    "asks_for",
    "completes",
    "evaluate",
    "is_readable",
    "leaves",
    "parse",
    "sentence",
    "sentences",
]

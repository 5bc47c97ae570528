from .enrolment import Completion, Enrolment, Evidence
from .runs import ClassSession, CourseRun

__all__ = ["ClassSession", "Completion", "CourseRun", "Enrolment", "Evidence"]

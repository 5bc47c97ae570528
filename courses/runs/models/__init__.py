from .enrolment import Completion, CompletionWithdrawal, Enrolment, Evidence
from .invitations import RunInvitation
from .runs import ClassSession, CourseRun

__all__ = ["ClassSession", "Completion", "CompletionWithdrawal", "CourseRun", "Enrolment", "Evidence", "RunInvitation"]

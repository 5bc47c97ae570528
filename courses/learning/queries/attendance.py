"""The sheet of a class: everybody who learns in the run, with what has been entered."""

from courses.learning.models import Attendance
from courses.runs.models import ClassSession, Enrolment
from lms.accounts.models import User


def sheet(session: ClassSession) -> list[Enrolment]:
    """By name. Two queries with `entered` for any number of people."""
    return list(session.run.enrolments.learning().select_related("person").order_by("person__name", "pk"))


def entered(session: ClassSession) -> dict[int, Attendance]:
    """Person id → what stands on the sheet, and who entered it."""
    return {row.person_id: row for row in session.attendance.current().select_related("recorded_by")}


def not_by(actor: User, rows: list[Enrolment]) -> list[Enrolment]:
    """Nobody enters their own attendance."""
    return [row for row in rows if row.person_id != actor.pk]

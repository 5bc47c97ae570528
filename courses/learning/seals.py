"""What is sealed of learning: facts, each row as it was written."""

from lms.common.integrity.seals import Sealed

SEALED = (
    Sealed(
        "learning.LessonCompletion",
        ("person_id", "lesson_key", "enrolment_id", "completed_at"),
        moment="completed_at",
    ),
    Sealed(
        "learning.Attendance",
        (
            *("session_id", "person_id", "enrolment_id", "presence", "minutes", "recorded_by_id", "recorded_at"),
            "supersedes_id",
        ),
        moment="recorded_at",
    ),
    Sealed("learning.SheetClosing", ("session_id", "closed_by_id", "closed_at"), moment="closed_at"),
    Sealed(
        "learning.CheckAnswer",
        (
            *("person_id", "enrolment_id", "lesson_key", "block_id", "question", "chosen", "correct"),
            "answered_at",
        ),
        moment="answered_at",
    ),
)

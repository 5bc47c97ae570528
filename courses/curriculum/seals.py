"""What is sealed of what editors published."""

from lms.common.integrity.seals import Sealed

SEALED = (
    Sealed(
        "curriculum.CourseVersion",
        (
            *("page_id", "course_key", "number", "title", "minutes", "rule", "prerequisites", "manifest"),
            "published_at",
        ),
    ),
    Sealed(
        "curriculum.LessonRevision",
        ("version_id", "lesson_key", "sequence", "revision_id", "added_by_id", "added_at"),
        moment="added_at",
    ),
)

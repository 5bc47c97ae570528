"""What the database itself refuses to do to learning: facts and certificates stay as they were written."""

from lms.common.triggers import Trigger, append_only, changed

_VERSION = changed(
    ["page_id", "course_key", "number", "rule", "prerequisites", "manifest", "minutes", "title", "published_at"]
)
_CERTIFICATE = changed(
    [
        *("centre_id", "completion_id", "person_id", "course_key", "year", "sequence", "number", "code"),
        *("snapshot", "pdf", "sha256", "issued_at", "issued_by_id"),
    ]
)

TRIGGERS = (
    *append_only("lessoncompletion", "courses.LessonCompletion", moment="completed_at"),
    *append_only("completion", "courses.Completion", moment="completed_at"),
    *append_only("lessonrevision", "courses.LessonRevision", moment="added_at"),
    Trigger("version_frozen", "courses.CourseVersion", "UPDATE", _VERSION),
    Trigger("certificate_frozen", "courses.Certificate", "UPDATE", _CERTIFICATE),
    Trigger("certificate_kept", "courses.Certificate", "DELETE", "TRUE"),
    Trigger("enrolment_kept", "courses.Enrolment", "DELETE", "TRUE"),
)

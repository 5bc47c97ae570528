from lms.common.integrity.triggers import Trigger, append_only, changed

_VERSION = changed(
    ["page_id", "course_key", "number", "rule", "prerequisites", "manifest", "minutes", "title", "published_at"]
)

TRIGGERS = (
    *append_only("lessonrevision", "curriculum.LessonRevision", moment="added_at"),
    Trigger("version_frozen", "curriculum.CourseVersion", "UPDATE", _VERSION),
)

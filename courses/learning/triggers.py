from lms.common.integrity.triggers import append_only, superseding

TRIGGERS = (
    *append_only("lessoncompletion", "learning.LessonCompletion", moment="completed_at"),
    *append_only("attendance", "learning.Attendance", moment="recorded_at"),
    superseding("attendance", "learning.Attendance", same=("session_id", "person_id")),
    *append_only("sheetclosing", "learning.SheetClosing", moment="closed_at"),
    *append_only("checkanswer", "learning.CheckAnswer", moment="answered_at"),
)

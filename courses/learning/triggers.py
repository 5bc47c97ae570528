from lms.common.integrity.triggers import append_only

TRIGGERS = (*append_only("lessoncompletion", "learning.LessonCompletion", moment="completed_at"),)

from .pages import CoursePage, CourseTopic, LessonPage, LessonTopic, ProgrammePage, TierPage
from .version import CourseVersion, LessonRevision, PinnedMedia

__all__ = [
    "CoursePage",
    "CourseTopic",
    "CourseVersion",
    "LessonPage",
    "LessonRevision",
    "LessonTopic",
    "PinnedMedia",
    "ProgrammePage",
    "TierPage",
]

from .certificates import Certificate
from .curriculum import CoursePage, CourseTopic, LessonPage, LessonTopic, ProgrammePage, TierPage
from .enrolment import Completion, Enrolment
from .facts import Attendance, CheckAnswer, Evidence, LessonCompletion, ReadingPlace
from .runs import ClassSession, CourseRun
from .version import CourseVersion, LessonRevision, PinnedMedia

__all__ = [
    "Attendance",
    "Certificate",
    "CheckAnswer",
    "ClassSession",
    "Completion",
    "CoursePage",
    "CourseRun",
    "CourseTopic",
    "CourseVersion",
    "Enrolment",
    "Evidence",
    "LessonCompletion",
    "LessonPage",
    "LessonRevision",
    "LessonTopic",
    "PinnedMedia",
    "ProgrammePage",
    "ReadingPlace",
    "TierPage",
]

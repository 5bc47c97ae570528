from django.db.models import Count, Q

from courses.curriculum.models import CoursePage, CourseVersion, LessonPage
from courses.runs.enums import OPEN_RUN, EnrolmentState
from courses.runs.models import CourseRun


def runs_following(page: CoursePage | LessonPage) -> list[tuple[str, int]]:
    """Runs being prepared or held that follow a version of this course, or one with this lesson: name and active people."""
    versions = CourseVersion.objects.all()
    if isinstance(page, LessonPage):
        versions = versions.filter(lesson_revisions__lesson_key=page.key)
    else:
        versions = versions.filter(page=page)
    runs = CourseRun.objects.filter(version__in=versions.values("pk"), state__in=OPEN_RUN)
    taking_part = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ACTIVE))
    return list(runs.order_by("starts_on", "pk").annotate(people=taking_part).values_list("name", "people"))

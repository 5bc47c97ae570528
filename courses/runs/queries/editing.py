from django.db.models import Count, Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.curriculum.models import CoursePage, CourseVersion, LessonPage
from courses.runs.enums import OPEN_RUN, EnrolmentState
from courses.runs.models import CourseRun

Following = list[tuple[str, int]]  # runs by name, and how many take part


def runs_following(page: Page) -> Following:
    """Runs being prepared or held that follow a version of this course or of one below this page, or one with such a
    lesson."""
    here = Q(path__startswith=page.path)
    versions = CourseVersion.objects.filter(
        Q(page__in=CoursePage.objects.filter(here).values("pk"))
        | Q(lesson_revisions__lesson_key__in=LessonPage.objects.filter(here).values("key"))
    )
    runs = CourseRun.objects.filter(version__in=versions.values("pk"), state__in=OPEN_RUN)
    taking_part = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ACTIVE))
    return list(runs.order_by("starts_on", "pk").annotate(people=taking_part).values_list("name", "people"))


def whom_it_concerns(runs: Following, *, then: str) -> str:
    text = _("%(people)s people in %(runs)s follow this course now, and keep it as they began it. %(next)s")
    each = ", ".join(_("%(run)s (%(people)s)") % {"run": name, "people": people} for name, people in runs)
    return text % {"people": sum(people for _name, people in runs), "runs": each, "next": then}


def concerns_if_taken_off(page: Page) -> str:
    runs = runs_following(page)
    return whom_it_concerns(runs, then=_("Nobody else finds it on the site any more.")) if runs else ""


def concerns_if_moved(page: Page) -> str:
    runs = runs_following(page)
    return whom_it_concerns(runs, then=_("Only visitors find it in another place.")) if runs else ""

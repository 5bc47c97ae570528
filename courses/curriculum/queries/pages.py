"""What visitors see of the curriculum: live courses with their latest version, by centre, programme and tier."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from cms.models import CentrePage
from cms.models.pages import open_to_all
from courses.curriculum.models import CoursePage, CourseVersion, LessonPage, ProgrammePage, TierPage

T = TypeVar("T", CoursePage, TierPage, ProgrammePage)


def live_lessons(page: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(page).live().order_by("path").select_related("live_revision"))


def public_courses() -> QuerySet[CoursePage]:
    """Courses that visitors may see: published with their tier, programme and centre, and with a version to take part in."""
    versions = CourseVersion.objects.filter(page=OuterRef("pk"))
    return open_to_all(CoursePage.objects.filter(Exists(versions))).order_by("path")


def with_latest_version(courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """Each course gets `latest`: a list of one version."""
    newest = CourseVersion.objects.filter(page=OuterRef("page")).order_by("-number").values("pk")[:1]
    latest = CourseVersion.objects.filter(pk=Subquery(newest)).select_related("centre")
    return courses.prefetch_related(Prefetch("versions", queryset=latest, to_attr="latest"))


@dataclass
class LadderStep:
    """A tier of one programme with its courses."""

    tier: TierPage
    courses: list[CoursePage] = field(default_factory=list)


@dataclass
class Ladder:
    centre: CentrePage
    programme: ProgrammePage
    steps: list[LadderStep] = field(default_factory=list)
    end: str = ""  # what it leads to after the last step, beyond courses

    @property
    def courses(self) -> list[CoursePage]:
        return [course for step in self.steps for course in step.courses]


def public_centres() -> list[CentrePage]:
    return list(open_to_all(CentrePage.objects.select_related("centre")).order_by("centre__name"))


def ladders(centres: Iterable[CentrePage]) -> list[Ladder]:
    """The programmes of these centres in the order of the page tree. Tiers without a course are shown, too."""
    courses = list(with_latest_version(public_courses()))
    tiers = list(TierPage.objects.live().order_by("path"))
    programmes = list(ProgrammePage.objects.live().order_by("path"))
    return [
        Ladder(centre, programme, [LadderStep(tier, _below(tier, courses)) for tier in _below(programme, tiers)])
        for centre in centres
        for programme in _below(centre, programmes)
    ]


def _below(above: CentrePage | ProgrammePage | TierPage, pages: list[T]) -> list[T]:
    return [page for page in pages if page.path.startswith(above.path)]


def course_titles() -> dict[str, str]:
    """Course code → title, for rules that name a course."""
    return dict(CoursePage.objects.exclude(key="").values_list("key", "title"))

"""The page tree. Each call adds one page, published through a revision as an editor's page is."""

from itertools import count
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db.models import F, Model
from modelcluster.models import ClusterableModel
from wagtail.models import Page, Revision, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.models import CentrePage, ContentPage, HomePage
from courses.curriculum.models import CoursePage, LessonPage, ProgrammePage, TierPage
from lms.accounts.models import Centre
from tests.factories import people

_numbers = count(1)
QUIET = SimpleNamespace(enqueue=lambda *args: None)

BODY = [("text", "<p>이웃을 만나는 첫 걸음입니다.</p>")]
CHECK = (
    "check",
    {
        "question": "먼저 무엇을 하나요?",
        "choices": [{"text": "인사합니다", "correct": True}, {"text": "지나칩니다", "correct": False}],
        "feedback_right": "맞아요.",
        "feedback_wrong": "다시 생각해 보세요.",
    },
)


def publish(page: Page, *, user: Any = None) -> Any:
    page.save_revision(user=user).publish(user=user)
    return type(page).objects.get(pk=page.pk)


def below(parent: Page, page: Page, *, live: bool = True) -> Any:
    """Live with its revision in force, and not looked through. What follows an editor's act (versions, references, search,
    the log) only `publish` pays for: a test of one of these publishes its page."""
    page.live = live
    _place(page, parent)
    with (
        disable_reference_index_auto_update(),
        patch("modelsearch.signal_handlers.insert_or_update_object_task", QUIET),
    ):
        ClusterableModel.save(page, force_insert=(Model,))
    if page.depth == 2:
        Site.clear_site_root_paths_cache()
    if not live:
        return page
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    now = revision.created_at
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision,
        latest_revision_created_at=now,
        draft_title=page.title,
        live_revision=revision,
        first_published_at=now,
        last_published_at=now,
        has_unpublished_changes=False,
    )
    return type(page).objects.get(pk=page.pk)


def _place(page: Page, parent: Page) -> None:
    """As the last child. One question and one update, where the tree's own way takes nine."""
    children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    last = children.only("path").order_by("-path").first()
    page.depth = parent.depth + 1
    page.path = last._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
    page._cached_parent_obj = parent
    page._set_core_field_defaults()
    page.set_url_path(parent)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    parent.numchild += 1


def home() -> HomePage:
    found = HomePage.objects.first()
    if found:
        return found
    made: HomePage = below(
        Page.get_first_root_node(), HomePage(title="마을캠퍼스", slug="front", lead="이웃과 배웁니다")
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": made, "site_name": "마을캠퍼스"}
    )
    return made


def centre_page(centre: Centre | None = None, **fields: Any) -> CentrePage:
    centre = centre or people.centre()
    return below(home(), CentrePage(**{"title": centre.name, "slug": centre.slug, "centre": centre} | fields))


def content(parent: Page | None = None, *, live: bool = True, **fields: Any) -> ContentPage:
    values = {"title": f"알림 {next(_numbers)}", "body": BODY} | fields
    return below(parent or home(), ContentPage(**values), live=live)


def tier(centre: Centre | None = None, *, above: CentrePage | None = None) -> TierPage:
    """A programme with its first tier."""
    above = above or centre_page(centre)
    programme = below(above, ProgrammePage(title="마을자치학과"))
    return below(programme, TierPage(title="입문", number=1))


def course(tier_page: TierPage | None = None, *, live: bool = False, **fields: Any) -> CoursePage:
    """Without lessons yet, and so a draft unless asked."""
    n = next(_numbers)
    values = {"title": f"마을 과정 {n}", "slug": f"course-{n}", "key": f"C-{n}", "lead": "동네를 알아 갑니다"} | fields
    return below(tier_page or tier(), CoursePage(**values), live=live)


def lesson(course_page: CoursePage, *, live: bool = True, **fields: Any) -> LessonPage:
    n = next(_numbers)
    values = {
        "title": f"차시 {n}",
        "slug": f"lesson-{n}",
        "minutes": 60,
        "goal": "이웃과 인사할 수 있습니다",
        "body": BODY,
    }
    return below(course_page, LessonPage(**values | fields), live=live)


def published_course(tier_page: TierPage | None = None, *, lessons: int = 2, **fields: Any) -> CoursePage:
    """A course with live lessons, and so with its first version."""
    page = course(tier_page, **fields)
    for _number in range(lessons):
        lesson(page)
    return publish(CoursePage.objects.get(pk=page.pk))

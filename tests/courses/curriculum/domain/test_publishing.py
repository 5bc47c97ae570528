from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from cms.models import CustomDocument, CustomImage
from courses.curriculum.domain.publishing import append_wording, followed_versions, publish_version
from courses.curriculum.models import CoursePage, CourseVersion, LessonPage, LessonRevision, PinnedMedia
from courses.curriculum.queries.versions import pinned_lesson
from courses.runs.enums import OPEN_RUN, RunState
from lms.accounts.enums import Role
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from tests.factories import courses, pages, people

pytestmark = pytest.mark.django_db


def again(page: CoursePage) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


def body_text(lesson: LessonPage) -> str:
    return str(lesson.body[0].value.source)


def test_a_course_without_published_lessons_has_no_version() -> None:
    page = pages.course()
    pages.lesson(page, live=False)
    with pytest.raises(DomainError) as refused:
        publish_version(page=page, actor=None)
    assert refused.value.code == "no_lessons"


def test_publishing_the_course_makes_a_version_of_the_live_lessons_in_order() -> None:
    page = pages.course(title="입문과정", key="MJ-101", rule={"op": "attendance", "min_share": 80})
    first = pages.lesson(page, title="첫걸음", mode="lecture", minutes=120, part="1부")
    LessonPage.objects.get(pk=pages.lesson(page, title="내린 차시").pk).unpublish()
    second = pages.lesson(page, title="회의", minutes=90, reading_minutes=15, required=False)
    pages.publish(again(page))
    version = CourseVersion.objects.get()
    centre = page.get_parent().get_parent().get_parent().specific.centre
    assert (version.number, version.title, version.course_key, version.minutes) == (1, "입문과정", "MJ-101", 120)
    assert (version.centre, version.programme, version.tier_number, version.tier_title) == (
        centre,
        "마을자치학과",
        1,
        "입문",
    )
    assert version.rule == {"op": "attendance", "min_share": 80}
    assert version.manifest == [
        {
            "key": str(first.key),
            "number": 1,
            "title": "첫걸음",
            "part": "1부",
            "mode": "lecture",
            "minutes": 120,
            "reading_minutes": 10,
            "required": True,
        },
        {
            "key": str(second.key),
            "number": 2,
            "title": "회의",
            "part": "",
            "mode": "reading",
            "minutes": 90,
            "reading_minutes": 15,
            "required": False,
        },
    ]
    pinned = {row.lesson_key: row.revision_id for row in version.lesson_revisions.all()}
    assert pinned == {first.key: first.live_revision_id, second.key: second.live_revision_id}


def test_publishing_again_without_a_change_makes_no_version() -> None:
    page = again(pages.published_course())
    version = page.versions.get()
    assert publish_version(page=page, actor=None) == version
    pages.publish(page)
    assert list(page.versions.all()) == [version]


def test_a_changed_rule_or_another_lesson_makes_the_next_version() -> None:
    page = again(pages.published_course())
    page.rule = {"op": "lesson_done", "key": "all"}
    pages.publish(page)
    pages.lesson(page)
    pages.publish(again(page))
    assert [(version.number, len(version.manifest)) for version in page.versions.order_by("number")] == [
        (1, 2),
        (2, 2),
        (3, 3),
    ]


def test_a_rule_that_names_a_strange_lesson_is_refused() -> None:
    page = again(pages.published_course())
    stranger = pages.lesson(pages.course())
    page.rule = {"op": "lesson_done", "key": str(stranger.key)}
    page.save()
    with pytest.raises(DomainError) as refused:
        publish_version(page=page, actor=None)
    assert refused.value.code == "foreign_lesson"
    assert page.versions.count() == 1


def test_a_lesson_published_alone_changes_nothing_for_people_in_a_run() -> None:
    page = pages.published_course(lessons=1)
    version = page.versions.get()
    lesson = LessonPage.objects.get()
    before = body_text(pinned_lesson(version, lesson.key))
    lesson.body = [("text", "<p>완전히 다른 글</p>")]
    lesson = pages.publish(lesson)
    assert body_text(lesson) == "<p>완전히 다른 글</p>"
    assert body_text(pinned_lesson(version, lesson.key)) == before
    assert page.versions.count() == 1


def test_a_draft_is_never_what_learners_follow() -> None:
    page = pages.course()
    lesson = pages.lesson(page)
    lesson.body = [("text", "<p>쓰다 만 글</p>")]
    lesson.save_revision()
    pages.publish(again(page))
    assert body_text(pinned_lesson(page.versions.get(), lesson.key)) == "<p>이웃을 만나는 첫 걸음입니다.</p>"


def test_an_unpublished_lesson_stays_readable_in_its_version() -> None:
    page = pages.published_course(lessons=1)
    lesson = LessonPage.objects.get()
    lesson.unpublish()
    assert pinned_lesson(page.versions.get(), lesson.key).title == lesson.title


def test_a_key_that_the_version_lacks() -> None:
    version = pages.published_course().versions.get()
    other = pages.lesson(pages.course())
    with pytest.raises(LessonRevision.DoesNotExist):
        pinned_lesson(version, other.key)


def reworded(lesson: LessonPage, **fields: Any) -> LessonPage:
    for name, value in fields.items():
        setattr(lesson, name, value)
    return pages.publish(lesson)


def test_only_a_reviewer_of_the_centre_carries_a_wording_over() -> None:
    page = pages.published_course(lessons=1)
    version = page.versions.get()
    lesson = reworded(LessonPage.objects.get(), body=[("text", "<p>고친 글</p>")])
    elsewhere = people.staff(people.centre(), Role.REVIEWER)
    for person in (people.user(), people.staff(version.centre, Role.EDITOR), elsewhere):
        with pytest.raises(NotAllowed):
            append_wording(version=version, lesson=lesson, actor=person)
    reviewer = people.staff(version.centre, Role.REVIEWER)
    added = append_wording(version=version, lesson=lesson, actor=reviewer)
    assert (added.sequence, added.revision_id, added.added_by) == (2, lesson.live_revision_id, reviewer)
    assert append_wording(version=version, lesson=lesson, actor=reviewer) == added
    assert body_text(pinned_lesson(version, lesson.key)) == "<p>고친 글</p>"
    assert [row.action for row in StateChange.objects.filter(subject="curriculum.courseversion").order_by("pk")] == [
        "publish",
        "append_wording",
    ]


def test_a_lesson_that_came_later_is_not_put_into_a_version_without_it() -> None:
    page = pages.published_course(lessons=1)
    version = page.versions.get()
    later = pages.publish(pages.lesson(page, title="2강", slug="l2"))
    before = list(version.lesson_revisions.values_list("pk", flat=True))
    with pytest.raises(DomainError) as refused:
        append_wording(version=version, lesson=later, actor=people.staff(version.centre, Role.REVIEWER))
    assert refused.value.code == "not_in_version"
    assert list(version.lesson_revisions.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("change", [{"minutes": 10}, {"mode": "lecture"}, {"required": False}, {"body": [pages.CHECK]}])
def test_more_than_wording_is_refused(change: dict[str, Any]) -> None:
    page = pages.published_course(lessons=1)
    version = page.versions.get()
    lesson = reworded(LessonPage.objects.get(), **change)
    with pytest.raises(DomainError) as refused:
        append_wording(version=version, lesson=lesson, actor=people.staff(version.centre, Role.REVIEWER))
    assert refused.value.code == "structure_changed"
    assert version.lesson_revisions.count() == 1


def test_pictures_and_files_of_a_pinned_text_are_kept_by_rows() -> None:
    image = CustomImage.objects.create(title="골목", description="골목", file=get_test_image_file())
    linked = CustomDocument.objects.create(title="안내", file=ContentFile(b"x", name="a.txt"))
    unused = CustomDocument.objects.create(title="다른 것", file=ContentFile(b"x", name="b.txt"))
    page = pages.course()
    text = f'<p><a linktype="document" id="{linked.pk}">안내</a></p>'
    callout = {"kind": "tip", "title": "알아 두기", "text": text}
    picture = {"image": image, "decorative": False, "alt_text": "골목"}
    body = LessonPage._meta.get_field("body").stream_block.to_python(
        [
            {"type": "callout", "value": callout},
            {"type": "image", "value": {"image": image.pk, "decorative": False, "alt_text": picture["alt_text"]}},
        ]
    )
    pages.lesson(page, body=body)
    pages.publish(again(page))
    kept = PinnedMedia.objects.all()
    assert {(row.image_id, row.document_id) for row in kept} == {(image.pk, None), (None, linked.pk)}
    assert not kept.filter(document=unused).exists()


@pytest.mark.parametrize("state", list(RunState))
def test_wording_is_carried_into_runs_that_are_prepared_or_held(state: RunState) -> None:
    page = pages.published_course(lessons=1)
    version, lesson = page.versions.get(), LessonPage.objects.child_of(page).get()
    assert followed_versions(lesson) == []
    courses.run(version, state=state)
    assert followed_versions(lesson) == ([version] if state in OPEN_RUN else [])

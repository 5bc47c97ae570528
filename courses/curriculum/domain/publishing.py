"""From live pages to what learners follow. A version is built from what is published, never from a draft."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from cms.models import CentrePage
from courses import criteria
from courses.curriculum.admin.rule_editor import lesson_keys
from courses.curriculum.models import CoursePage, CourseVersion, LessonPage, LessonRevision, PinnedMedia, TierPage
from courses.curriculum.queries.pages import live_lessons
from courses.curriculum.queries.versions import as_published, revisions_in_force
from courses.curriculum.rules import may_publish
from courses.runs.enums import OPEN_RUN
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog


def publish_version(*, page: CoursePage, actor: User | None) -> CourseVersion:
    """Make the next version from the live lessons; the latest one when nothing changed since.

    The page's row is the lock: two publications at once would both take the same number.
    """
    with transaction.atomic():
        page = CoursePage.objects.select_for_update().get(pk=page.pk)
        lessons = live_lessons(page)
        _check(page, lessons)
        content = _content_of(page, lessons)
        latest = page.versions.order_by("-number").first()
        if latest and _same(latest, content, lessons):
            return latest
        version = CourseVersion.objects.create(
            page=page,
            number=latest.number + 1 if latest else 1,
            published_by=actor,
            published_at=clock.now(),
            **content,
        )
        for lesson in lessons:
            _pin(version, lesson, actor=actor)
        statelog.record(
            version,
            action="publish",
            to_state=str(version.number),
            actor=actor,
            data={"course": version.course_key, "lessons": len(lessons), "rule": version.rule},
        )
        return version


def append_wording(*, version: CourseVersion, lesson: LessonPage, actor: Any) -> LessonRevision:
    """Put the published wording of a lesson in force for a version that people already follow."""
    if not may_publish(actor, lesson):
        raise NotAllowed(_("Only a reviewer of the centre can do this."), code="not_reviewer")
    with transaction.atomic():
        version = CourseVersion.objects.select_for_update().get(pk=version.pk)
        lesson = LessonPage.objects.select_related("live_revision").get(pk=lesson.pk)
        in_force = revisions_in_force(version).get(lesson.key)
        if in_force is None:
            raise DomainError(_("This lesson is not part of that version."), code="not_in_version")
        if in_force.revision_id == lesson.live_revision_id:
            return in_force
        if not changes_wording_only(lesson, in_force):
            raise DomainError(
                _("More than the wording changed. Publish the course; the change begins with the next run."),
                code="structure_changed",
            )
        added = _pin(version, lesson, actor=actor, sequence=in_force.sequence + 1)
        statelog.record(
            version,
            action="append_wording",
            actor=actor,
            from_state=str(in_force.sequence),
            to_state=str(added.sequence),
            data={"lesson": str(lesson.key), "revision": added.revision_id},
        )
        return added


def append_wording_to_runs(*, lesson: LessonPage, actor: Any) -> list[LessonRevision]:
    """The same for all versions of the lesson that a run still follows; none is changed if one may not be."""
    with transaction.atomic():
        return [append_wording(version=version, lesson=lesson, actor=actor) for version in followed_versions(lesson)]


def followed_versions(lesson: LessonPage) -> list[CourseVersion]:
    """Versions with this lesson that a run being prepared or held follows."""
    followed = CourseVersion.objects.filter(lesson_revisions__lesson_key=lesson.key, runs__state__in=OPEN_RUN)
    return list(followed.distinct().order_by("pk"))


def changes_wording_only(lesson: LessonPage, in_force: LessonRevision) -> bool:
    """Wording is what may change: not the kind or length of the lesson, and not the questions people may have answered."""
    if lesson.live_revision is None:
        return False
    return _structure(as_published(lesson.live_revision)) == _structure(as_published(in_force.revision))


def _structure(lesson: LessonPage) -> tuple[Any, ...]:
    checks = [
        (block.id, len(block.value["choices"]), [bool(choice["correct"]) for choice in block.value["choices"]])
        for block in lesson.body
        if block.block_type == "check"
    ]
    return (lesson.mode, lesson.minutes, lesson.required, checks)


def _check(page: CoursePage, lessons: list[LessonPage]) -> None:
    if not page.key:
        raise DomainError(_("A course needs its code before it is published."), code="no_key")
    if not lessons:
        raise DomainError(_("Publish at least one lesson before the course."), code="no_lessons")
    for lesson in lessons:
        if lesson.live_revision_id is None:
            raise DomainError(
                _("A lesson was never published through review. Please publish it again: %(lesson)s")
                % {"lesson": lesson.title},
                code="no_revision",
            )
    try:
        criteria.parse(page.rule)
        criteria.parse(page.prerequisites)
    except ValueError as error:
        raise DomainError(str(error), code="bad_rule") from error
    if lesson_keys(page.rule) - {str(lesson.key) for lesson in lessons}:
        raise DomainError(
            _("The completion rule names a lesson that is not published in this course."), code="foreign_lesson"
        )


def _content_of(page: CoursePage, lessons: list[LessonPage]) -> dict[str, Any]:
    tier = TierPage.objects.ancestor_of(page).get()
    published = [as_published(lesson.live_revision) for lesson in lessons if lesson.live_revision]
    return {
        "centre_id": CentrePage.objects.ancestor_of(page).get().centre_id,
        "course_key": page.key,
        "title": page.title,
        "programme": tier.get_parent().title,
        "tier_number": tier.number,
        "tier_title": tier.title,
        "minutes": sum(lesson.minutes for lesson in published if lesson.required),
        "rule": page.rule,
        "prerequisites": page.prerequisites,
        "manifest": [_line(number, lesson) for number, lesson in enumerate(published, start=1)],
    }


def _line(number: int, lesson: LessonPage) -> dict[str, Any]:
    return {
        "key": str(lesson.key),
        "number": number,
        "title": lesson.title,
        "part": lesson.part,
        "mode": str(lesson.mode),
        "minutes": lesson.minutes,
        "reading_minutes": lesson.reading_minutes,
        "required": lesson.required,
    }


def _same(latest: CourseVersion, content: dict[str, Any], lessons: Iterable[LessonPage]) -> bool:
    if any(getattr(latest, name) != value for name, value in content.items()):
        return False
    in_force = {key: row.revision_id for key, row in revisions_in_force(latest).items()}
    return in_force == {lesson.key: lesson.live_revision_id for lesson in lessons}


def _pin(version: CourseVersion, lesson: LessonPage, *, actor: User | None, sequence: int = 1) -> LessonRevision:
    row = LessonRevision.objects.create(
        version=version,
        lesson_key=lesson.key,
        sequence=sequence,
        revision=lesson.live_revision,
        added_by=actor,
        added_at=clock.now(),
    )
    PinnedMedia.objects.bulk_create(_media_of(row, row.revision))
    return row


def _media_of(row: LessonRevision, revision: Revision) -> list[PinnedMedia]:
    """Pictures and files that the revision shows, in blocks and inside its rich text. Those already gone are left out."""
    body = LessonPage._meta.get_field("body")
    shown: dict[Any, set[str]] = {get_image_model(): set(), get_document_model(): set()}
    for model, object_id, *_path in body.extract_references(as_published(revision).body):
        if model in shown:
            shown[model].add(str(object_id))
    rows = {model: model.objects.filter(pk__in=ids).order_by("pk") for model, ids in shown.items()}
    images = [PinnedMedia(lesson_revision=row, image=image) for image in rows[get_image_model()]]
    return images + [PinnedMedia(lesson_revision=row, document=document) for document in rows[get_document_model()]]

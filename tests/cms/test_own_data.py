"""What Wagtail keeps of whoever edits: told to them, and gone or nameless when they leave."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageSubscription
from wagtail.users.models import UserProfile

from cms.domain.left_open import forget_left_open
from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.common import clock
from lms.privacy.domain import erasure
from tests.factories import pages, people
from tests.own_data import rows_of

pytestmark = pytest.mark.django_db
BOXES = {"submitted_notifications": False, "approved_notifications": False, "rejected_notifications": True}


def editor(page: Page) -> User:
    """Who set up the editors' part, follows a page and wrote notes on it, their own and below another's."""
    person = people.user(name="예시편집")
    UserProfile.objects.create(user=person, preferred_language="ko", avatar=ContentFile(b"me", name="me.png"), **BOXES)
    PageSubscription.objects.create(page=page, user=person, comment_notifications=True)
    Comment.objects.create(page=page, user=person, text="사진을 바꿔요", contentpath="title")
    other = Comment.objects.create(page=page, user=people.user(), text="언제요", contentpath="title")
    CommentReply.objects.create(comment=other, user=person, text="내일요")
    return person


def open_now(person: User, page: Page, *, since: timedelta = timedelta()) -> None:
    row = {"user": person, "content_type": ContentType.objects.get_for_model(page), "object_id": str(page.pk)}
    EditingSession.objects.create(last_seen_at=timezone.now() - since, **row)
    FormState.objects.create(data="title=x", last_updated_at=timezone.now() - since, **row)


def test_an_editor_is_told_what_is_theirs_and_nothing_of_others() -> None:
    page = pages.home()
    person = editor(page)
    editor(page)
    assert rows_of(person, "editor_settings") == [[True, "ko", "", True, True]]
    assert rows_of(person, "followed_pages") == [[page.title, True]]
    assert [row[1:] for row in rows_of(person, "notes_on_pages")] == [
        [page.title, "사진을 바꿔요"],
        [page.title, "내일요"],
    ]
    assert [rows_of(people.user(), key) for key in ("editor_settings", "followed_pages", "notes_on_pages")] == [[]] * 3


def test_leaving_takes_the_settings_along_and_the_notes_stay_under_no_name(
    django_capture_on_commit_callbacks: Any,
) -> None:
    page = pages.home()
    person, other = editor(page), editor(page)
    for one in (person, other):
        open_now(one, page)
    picture = UserProfile.objects.get(user=person).avatar.name
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_account(person=person, actor=person)
    for model in (UserProfile, PageSubscription, EditingSession, FormState):
        assert list(model._default_manager.values_list("user", flat=True)) == [other.pk]
    kept = UserProfile.objects.get(user=other).avatar.name
    assert (default_storage.exists(picture), default_storage.exists(kept)) == (False, True)
    assert {str(row.user) for row in Comment.objects.filter(text="사진을 바꿔요")} == {"탈퇴한 회원", "예시편집"}


def test_a_page_that_somebody_locked_is_open_once_they_left() -> None:
    page, person = pages.home(), people.user()
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=person, locked_at=timezone.now())
    erasure.erase_account(person=person, actor=person)
    assert Page.objects.values_list("locked", "locked_by", "locked_at").get(pk=page.pk) == (False, None, None)


def test_the_log_of_the_editors_part_names_nobody_who_left() -> None:
    centre = people.centre()
    person, other = (
        people.staff(centre, Role.EDITOR, name="예시편집"),
        people.staff(centre, Role.EDITOR, name="예시동료"),
    )
    Membership.objects.filter(person=person).update(ended_on=clock.today())
    for one in (person, other):
        log(instance=one, action="wagtail.edit")
        log(instance=Membership.objects.get(person=one), action="wagtail.edit")
    erasure.erase_account(person=person, actor=person)
    assert sorted(ModelLogEntry.objects.values_list("label", flat=True)) == [
        "예시동료",
        f"예시동료: 편집자, {centre}",
        "탈퇴한 회원",
        f"탈퇴한 회원: 편집자, {centre}",
    ]


def test_what_was_left_open_goes_by_the_timer() -> None:
    page, fresh, stale = pages.home(), people.user(), people.user()
    open_now(fresh, page)
    open_now(stale, page, since=timedelta(hours=25))
    assert forget_left_open() == 1
    for model in (EditingSession, FormState):
        assert list(model._default_manager.values_list("user", flat=True)) == [fresh.pk]

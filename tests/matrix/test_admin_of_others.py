"""The Wagtail admin as editors of another centre: no title of a draft that isn't theirs, whichever page it is asked for."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.curriculum.models import CoursePage
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from tests.clients import signed_in
from tests.factories import pages, people
from tests.matrix import walk

pytestmark = pytest.mark.django_db

WORD, HIDDEN = "아직", "아직 비밀인"
PARTS = {"content_type_app_name": "curriculum", "content_type_model_name": "lessonpage"}
OF_PAGES = {"app_label": "wagtailcore", "model_name": "page"}
ACTIONS = ("publish", "unpublish", "delete", "move")


@pytest.fixture
def theirs() -> Centre:
    return people.centre()


@pytest.fixture
def drafts(theirs: Centre) -> list[Page]:
    """One of each kind, and a published course that gets another title."""
    tier = pages.tier(theirs)
    renamed = pages.published_course(tier, lessons=1)
    made = [
        pages.course(tier, title=f"{HIDDEN} 과정"),
        pages.lesson(renamed, live=False, title=f"{HIDDEN} 차시"),
        pages.content(tier.get_parent().get_parent(), live=False, title=f"{HIDDEN} 소식"),
    ]
    for page in made:
        page.save_revision(user=people.staff(theirs, Role.EDITOR))
    renamed = CoursePage.objects.get(pk=renamed.pk)
    renamed.title = f"{HIDDEN} 새 이름"
    renamed.save_revision()
    return [*made, renamed]


def addresses(found: list[Page]) -> Iterator[str]:
    """Every address with each of the pages in it; every list that is asked for all of them."""
    numbers = "&".join(f"id={page.pk}" for page in found)
    for page in found:
        yield from (path for path in walk.admin_addresses(number=page.pk, **PARTS) if str(page.pk) in path)
    for action in ACTIONS:
        yield reverse("wagtail_bulk_action", kwargs=OF_PAGES | {"action": action}) + f"?{numbers}"
    for path in walk.admin_addresses(**PARTS):
        yield f"{path}?{numbers}&q={WORD}"


def shows(client: Client, path: str) -> bool:
    """As it stands, or in JSON for a dialogue."""
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="ignore")
    return HIDDEN in text or json.dumps(HIDDEN).strip('"') in text


def test_no_title_of_anothers_draft_is_shown(drafts: list[Page], theirs: Centre) -> None:
    own = pages.tier(people.centre())
    centre = own.get_parent().get_parent().specific.centre
    stranger = signed_in(people.staff(centre, Role.REVIEWER))
    stranger.raise_request_exception = False
    assert [path for path in addresses(drafts) if shows(stranger, path)] == []
    # Their own editors do find them there.
    editor = signed_in(people.staff(theirs, Role.REVIEWER))
    chooser = reverse("wagtailadmin_choose_page_search")
    assert shows(editor, f"{chooser}?q={WORD}")
    assert shows(editor, reverse("wagtailadmin_choose_page_child", args=[drafts[0].get_parent().pk]))


def test_what_is_sent_names_no_draft_of_others_either(drafts: list[Page]) -> None:
    own = pages.published_course(pages.tier(people.centre()), lessons=1)
    stranger = signed_in(people.staff(own.versions.get().centre, Role.REVIEWER))
    for name in ("move", "copy"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[own.pk])
        assert stranger.post(address, {"new_parent_page": drafts[0].pk}).status_code == 404
        assert stranger.post(address, {"new_parent_page": own.get_parent().pk}).status_code != 404


def test_a_published_page_of_another_centre_can_be_linked_to() -> None:
    course = pages.published_course(pages.tier(people.centre()), title="이웃 센터의 과정")
    mine = pages.tier(people.centre())
    stranger = signed_in(people.staff(mine.get_parent().get_parent().specific.centre, Role.EDITOR))
    found = stranger.get(reverse("wagtailadmin_choose_page_search"), {"q": "이웃"})
    assert course.title in found.content.decode()


def test_the_report_of_all_page_types_is_for_superusers(client: Client) -> None:
    report = reverse("wagtailadmin_reports:page_types_usage")
    client.force_login(people.staff(people.centre(), Role.REVIEWER))
    assert client.get(report).status_code == 403
    assert report not in client.get("/cms/").content.decode()
    client.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    assert client.get(report).status_code == 200

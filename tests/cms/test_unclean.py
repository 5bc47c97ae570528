"""Text that was stored before a rule changed, or past the site, opens cleaned in the editor."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from courses.curriculum.models import LessonPage
from lms.accounts.enums import Role
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "stored",
    [
        "<p><b>남는 글</p></b>",
        "<h2>남는<p>글</h2>",
        "<li>남는 글</li></ul>",
        '<p><a linktype="page" id="99999999999999999999">남는 글</a></p>',
    ],
)
def test_the_editor_opens_it_cleaned(client: Client, stored: str) -> None:
    course = pages.published_course(lessons=1)
    lesson = LessonPage.objects.get()
    revision = lesson.get_latest_revision()
    revision.content["body"] = json.dumps([{"type": "text", "value": stored, "id": "a"}])
    revision.save()
    LessonPage.objects.update(has_unpublished_changes=True)
    client.force_login(people.staff(course.versions.get().centre, Role.REVIEWER))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert answer.status_code == 200
    (block,) = answer.context["form"]["body"].value()
    assert "남는" in block.block.value_for_form(block.value)

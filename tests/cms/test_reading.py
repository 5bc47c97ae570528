"""Who may open an editors' document, and that nobody else learns of it."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.domain.staffing import sync_centre
from cms.models import CustomDocument
from courses.curriculum.models import CoursePage, CourseVersion
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun
from lms.accounts.enums import Role
from lms.accounts.models import User
from tests.factories import courses, files, pages, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> CourseRun:
    """Of a course whose one lesson shows the document."""
    page = pages.course()
    document = made()
    pages.lesson(page, body=[("document", {"title": "안내문", "document": document})])
    pages.publish(CoursePage.objects.get(pk=page.pk))
    return courses.run(CourseVersion.objects.get())


def made() -> CustomDocument:
    return CustomDocument.objects.create(title="안내/문", file=ContentFile(files.PDF, name="안내문.pdf"))


@pytest.fixture
def document(run: CourseRun) -> CustomDocument:
    return CustomDocument.objects.get()


def status(client: Client, document: CustomDocument, who: User | None = None) -> int:
    client.logout()
    if who:
        client.force_login(who)
    answer = client.get(document.url)
    if answer.streaming:
        b"".join(answer)  # reads it to the end, which closes the file
    return answer.status_code


def test_strangers_find_nothing(client: Client, run: CourseRun, document: CustomDocument) -> None:
    other = courses.run()
    strangers = {
        "nobody": None,
        "a person": people.user(),
        "enrolled elsewhere": courses.enrolment(other).person,
        "waiting": courses.enrolment(run, state=EnrolmentState.WAITLISTED).person,
        "withdrawn": courses.enrolment(run, state=EnrolmentState.WITHDRAWN).person,
        "another office": people.staff(other.centre, Role.MANAGER),
        "another editor": people.staff(other.centre, Role.EDITOR),
    }
    assert {name: status(client, document, who) for name, who in strangers.items()} == dict.fromkeys(strangers, 404)


def test_those_of_the_course_and_its_editors_read_it(client: Client, run: CourseRun, document: CustomDocument) -> None:
    document.collection = sync_centre(run.centre).collection
    document.save()
    teacher = people.user()
    run.instructors.add(teacher)
    readers = {
        "enrolled": courses.enrolment(run).person,
        "completed": courses.enrolment(run, state=EnrolmentState.COMPLETED).person,
        "instructor": teacher,
        **{role: people.staff(run.centre, role) for role in Role},
        "admin": people.user(is_superuser=True),
    }
    assert {name: status(client, document, who) for name, who in readers.items()} == dict.fromkeys(readers, 200)


def test_no_kind_of_request_tells_a_kept_document_from_a_missing_one(client: Client, document: CustomDocument) -> None:
    missing = reverse("wagtaildocs_serve", args=[document.pk + 1, document.filename])
    asked = [
        {},
        {"if-none-match": f'"{document.get_file_hash()}"'},
        {"if-none-match": "*"},
        {"if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {"range": "bytes=0-3"},
    ]
    for method in ("get", "head"):
        for headers in asked:
            answers = [getattr(client, method)(address, headers=headers) for address in (document.url, missing)]
            kept, nothing = ((a.status_code, without_number(a.headers), len(a.content)) for a in answers)
            assert kept == nothing, (method, headers)
            assert kept[0] == 404


def without_number(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if name != "X-Request-ID"}  # type: ignore[call-overload]


def test_another_name_finds_nothing(client: Client, run: CourseRun, document: CustomDocument) -> None:
    client.force_login(courses.enrolment(run).person)
    assert client.get(reverse("wagtaildocs_serve", args=[document.pk, "안내문.pdf"])).status_code == 404


def test_it_is_saved_under_its_title_and_can_do_nothing(
    client: Client, run: CourseRun, document: CustomDocument
) -> None:
    client.force_login(courses.enrolment(run).person)
    answer = client.get(document.url, headers={"if-none-match": "*", "range": "bytes=0-3"})
    assert (answer.status_code, b"".join(answer)) == (200, files.PDF)
    assert {name: answer.get(name) for name in HEADERS} == HEADERS


HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename*=utf-8''%EB%AC%B8.pdf",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store, max-age=0, no-cache, must-revalidate",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "frame-ancestors 'self'; sandbox",
    "ETag": None,
    "Last-Modified": None,
}


def test_what_a_public_page_uses_is_public_while_the_page_is(client: Client) -> None:
    document = made()
    assert status(client, document) == 404
    page = pages.content()
    page.body = [("document", {"title": "안내문", "document": document})]
    pages.publish(page)
    assert status(client, document) == 200
    page.unpublish()
    assert status(client, document) == 404


@pytest.mark.parametrize("above", [False, True])
def test_what_a_closed_page_uses_is_not_public(client: Client, above: bool) -> None:
    document, parent = made(), pages.content()
    page = pages.content(parent)
    page.body = [("document", {"title": "안내문", "document": document})]
    pages.publish(page)
    assert status(client, document) == 200
    closed = parent if above else page
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert (status(client, document), status(client, document, people.user())) == (404, 404)


def test_what_a_lesson_in_the_open_tree_uses_is_not_public(client: Client, document: CustomDocument) -> None:
    lesson = pages.lesson(pages.course())
    lesson.body = [("document", {"title": "안내문", "document": document})]
    pages.publish(lesson)
    assert status(client, document) == 404

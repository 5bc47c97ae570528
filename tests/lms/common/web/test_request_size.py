"""A request that brings too much is refused before a byte of it is read; the largest form of the site is not too much."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lms.common.files import documents, photos
from lms.common.web.request_size import MEGABYTE
from mentoring.visits.models import VisitPhoto
from tests.factories import people

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
DOCUMENTS = "/cms/documents/multiple/add/"


class Unread(BytesIO):
    """A body that nobody may begin to read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("The body was read.")

    readline = read  # type: ignore[assignment]


def send(client: Client, path: str, announced: str, **more: Any) -> Any:
    return client.generic("POST", path, content_type=FORM, CONTENT_LENGTH=announced, **{"wsgi.input": Unread()}, **more)


@pytest.mark.parametrize("path", ["/display/", "/cms/", "/nowhere/", DOCUMENTS])
def test_too_much_is_refused_unread_and_says_what_to_do(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    answer = send(client, path, str(60 * MEGABYTE + 1))
    assert answer.status_code == 413
    assert "파일을 모두 합쳐 60.0\u00a0MB까지 보내실 수 있습니다." in answer.content.decode()
    assert "default-src" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("sent", [{"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": "many"}])
def test_a_body_that_does_not_say_its_length_is_not_read(client: Client, sent: dict[str, str]) -> None:
    assert send(client, "/display/", sent.pop("CONTENT_LENGTH", ""), **sent).status_code == 200


@pytest.mark.parametrize(("announced", "status"), [(60 * MEGABYTE, 200), (60 * MEGABYTE + 1, 413)])
def test_the_last_byte_decides(client: Client, announced: int, status: int) -> None:
    answer = client.generic("GET", "/display/", CONTENT_LENGTH=str(announced), **{"wsgi.input": Unread()})
    assert answer.status_code == status


def test_editors_send_longer_documents_and_nothing_else(client: Client, settings: Any) -> None:
    settings.MAX_REQUEST_MB, settings.MAX_DOCUMENT_MB = 1, 2
    file = SimpleUploadedFile("긴.txt", b"a" * MEGABYTE)
    body = {"files[]": file, "title": "긴 글"}
    client.force_login(people.user())
    assert client.post(DOCUMENTS, body).status_code == 413
    client.force_login(people.user(is_superuser=True, is_staff=True))
    file.seek(0)
    assert client.post(DOCUMENTS, body, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 200
    file.seek(0)
    assert client.post("/cms/images/multiple/add/", body).status_code == 413
    assert send(client, DOCUMENTS, str(2 * MEGABYTE + 1)).status_code == 413


def test_what_each_form_takes_fits() -> None:
    text = configured.DATA_UPLOAD_MAX_MEMORY_SIZE
    most, longest = configured.MAX_REQUEST_MB * MEGABYTE, configured.MAX_DOCUMENT_MB * MEGABYTE
    assert VisitPhoto.MOST * photos.MAX_BYTES + text <= 52 * MEGABYTE <= most
    assert configured.WAGTAILIMAGES_MAX_UPLOAD_SIZE + text <= most
    assert max(*documents.MAX_BYTES.values(), documents.MAX_BYTES_OTHERWISE) + text <= longest

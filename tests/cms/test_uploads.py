"""What editors add goes through the site's checks at every way in that Wagtail has."""

import io
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from cms.domain.staffing import sync_centre
from cms.models import CustomDocument, CustomImage
from lms.accounts.enums import Role
from lms.accounts.models import Centre
from tests.factories import files, people

pytestmark = pytest.mark.django_db

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + files.SCRIPT + b"</svg>"
NO_PHOTO = "올릴 수 있는 사진이 아닙니다. JPEG, PNG, WebP, HEIC 사진을 골라 주세요."
DAMAGED = "파일을 읽을 수 없습니다. 다시 저장하거나 PDF로 저장해서 올려 주세요."
RANDOM = r"[0-9a-f]{32}"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def collection(centre: Centre) -> Collection:
    return sync_centre(centre).collection


@pytest.fixture
def editor(client: Client, centre: Centre, collection: Collection) -> Client:
    client.force_login(people.staff(centre, Role.EDITOR))
    return client


def add(client: Client, kind: str, way: str, content: bytes, name: str, **fields: Any) -> str:
    """What the page says."""
    file = files.upload(content, name)
    title = {"title": "회의", "collection": Collection.objects.last().pk} | fields
    if way == "multiple":
        headers = {"x-requested-with": "XMLHttpRequest"}
        answer = client.post(
            reverse(f"wagtail{kind}:add_multiple"),
            {"files[]": file, "collection": title["collection"]} | fields,
            headers=headers,
        )
        return str(json.loads(answer.content).get("error_message", ""))
    if way == "chooser":
        prefix = "image-chooser-upload" if kind == "images" else "document-chooser-upload"
        data = {f"{prefix}-{key}": value for key, value in (title | {"file": file}).items()}
        answer = client.post(reverse(f"wagtail{kind}_chooser:create"), data)
        return str(json.loads(answer.content).get("htmlFragment", ""))
    return client.post(reverse(f"wagtail{kind}:add"), title | {"file": file}).content.decode()


WAYS = pytest.mark.parametrize("way", ["page", "chooser", "multiple"])


@WAYS
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(SVG, "a.svg", NO_PHOTO, id="svg"),
        pytest.param(b"<html>" + files.SCRIPT, "a.jpg", NO_PHOTO, id="html named .jpg"),
        pytest.param(files.png_header(50_000, 50_000), "a.png", "사진이 너무 커서 열 수 없습니다.", id="bomb"),
    ],
)
def test_hostile_pictures_are_refused(editor: Client, way: str, content: bytes, name: str, said: str) -> None:
    assert said in add(editor, "images", way, content, name, description="회의 모습")
    assert (CustomImage.objects.count(), UploadedFile.objects.count()) == (0, 0)


@WAYS
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(b"<html>" + files.SCRIPT, "a.pdf", DAMAGED, id="html named .pdf"),
        pytest.param(SVG, "a.svg", "받을 수 없는 종류의 파일입니다.", id="svg"),
        pytest.param(files.office(more={"../evil.sh": "x"}), "a.docx", DAMAGED, id="zip slip"),
        pytest.param(b"0", "a.mp4", DAMAGED, id="no film"),
    ],
)
def test_hostile_documents_are_refused(editor: Client, way: str, content: bytes, name: str, said: str) -> None:
    assert said in add(editor, "docs", way, content, name)
    assert (CustomDocument.objects.count(), UploadedFile.objects.count()) == (0, 0)


def test_a_picture_is_stored_without_its_place_and_name(editor: Client) -> None:
    add(editor, "images", "page", files.photo_with_place(), "우리집.jpg", description="회의 모습")
    image = CustomImage.objects.get()
    assert re.fullmatch(rf"original_images/{RANDOM}\.jpg", image.file.name)
    with image.file.open("rb") as stored:
        data = stored.read()
    assert (image.file_size, image.width, image.height) == (len(data), 40, 60)
    assert_bare(data)


def assert_bare(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as picture:
        assert dict(picture.getexif()) == {}
    assert b"SECRET" not in data


def test_a_picture_that_waits_for_its_description_is_bare_too(editor: Client) -> None:
    """Wagtail keeps such an upload as it came in; the picture's form is filled in only then."""
    assert add(editor, "images", "multiple", files.photo_with_place(), "우리집.jpg") == ""
    waiting = UploadedFile.objects.get()
    assert re.fullmatch(rf"wagtail_uploads/{RANDOM}\.jpg", waiting.file.name)
    with waiting.file.open("rb") as stored:
        assert_bare(stored.read())
    prefix = f"uploaded-image-{waiting.pk}"
    fields = {"title": "회의", "description": "회의 모습", "tags": "", "collection": Collection.objects.last().pk}
    answer = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        {f"{prefix}-{name}": value for name, value in fields.items()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert json.loads(answer.content)["success"] is True
    image = CustomImage.objects.get()
    assert re.fullmatch(rf"original_images/{RANDOM}\.jpg", image.file.name)
    with image.file.open("rb") as stored:
        assert_bare(stored.read())


def test_a_document_that_waits_for_a_shorter_title_has_no_name_to_guess(editor: Client) -> None:
    """It lies in the open folder meanwhile."""
    add(editor, "docs", "multiple", files.PDF, "우리집.pdf", title="가" * 300)
    assert re.fullmatch(rf"wagtail_uploads/{RANDOM}\.pdf", UploadedFile.objects.get().file.name)
    assert CustomDocument.objects.count() == 0


def test_a_drawing_stays_a_png_and_a_phones_heic_becomes_a_jpeg(editor: Client) -> None:
    add(editor, "images", "page", files.photo("PNG"), "그림.png", description="그림")
    add(editor, "images", "page", files.photo("HEIF"), "사진.heic", description="사진")
    endings = [image.file.name.rpartition(".")[2] for image in CustomImage.objects.order_by("pk")]
    assert endings == ["png", "jpg"]


@WAYS
@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(files.PDF, "a.pdf", id="pdf"),
        pytest.param(files.film(), "a.mp4", id="film"),
        pytest.param(files.VTT, "a.vtt", id="captions"),
    ],
)
def test_documents_and_films_go_to_the_private_files(editor: Client, way: str, content: bytes, name: str) -> None:
    add(editor, "docs", way, content, name)
    document = CustomDocument.objects.get()
    assert re.fullmatch(rf"documents/{RANDOM}\.{name[2:]}", document.file.name)
    assert document.file.storage.location == str(settings.PRIVATE_ROOT)

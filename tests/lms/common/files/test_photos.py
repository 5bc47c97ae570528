import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from lms.common.files import photos
from tests.factories import files

NOT_A_PHOTO = "올릴 수 있는 사진이 아닙니다. JPEG, PNG, WebP, HEIC 사진을 골라 주세요."
DAMAGED = "사진이 깨졌거나 온전하지 않습니다. 다른 사진을 고르거나 다시 찍어 주세요."
TOO_LARGE = "사진이 너무 커서 열 수 없습니다. 카메라의 보통 크기로 다시 찍어 주세요."


def take(content: bytes) -> photos.Photo:
    return photos.take_photo(io.BytesIO(content), size=len(content))


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        take(content)
    return str(refused.value.messages[0])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'>" + files.SCRIPT + b"</svg>", id="svg"),
        pytest.param(b"<!doctype html>" + files.SCRIPT, id="html named .jpg"),
        pytest.param(b"GIF89a" + files.packed({"Evil.class": b"\xca\xfe\xba\xbe"}), id="gifar"),
        pytest.param(files.photo("GIF"), id="gif"),
        pytest.param(files.photo("TIFF"), id="tiff"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", id="postscript"),
        pytest.param(b"\0\0\0\x18ftypavif\0\0\0\0", id="avif"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert refusal(content) == NOT_A_PHOTO


def test_a_photo_that_ends_too_early_is_refused() -> None:
    whole = files.photo(size=(400, 400), colour="blue")
    assert refusal(whole[: len(whole) // 2]) == DAMAGED


def test_a_few_bytes_that_promise_fifty_thousand_pixels_a_side_are_refused() -> None:
    assert refusal(files.png_header(50_000, 50_000)) == TOO_LARGE


def test_pixels_are_counted_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    content = files.png_header(10_000, 5_001)

    def load(self: Any) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", load)
    assert refusal(content) == TOO_LARGE


def test_size_is_judged_before_a_byte_is_read() -> None:
    with pytest.raises(ValidationError) as refused:
        photos.take_photo(io.BytesIO(), size=photos.MAX_BYTES + 1)
    assert refused.value.messages == ["사진이 10.0\xa0MB보다 큽니다. 더 작은 사진을 골라 주세요."]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_phones_photo_becomes_a_jpeg(kind: str) -> None:
    made = take(files.photo(kind, size=(2400, 1200)))
    assert (made.width, made.height) == (1600, 800)
    for content, size in ((made.content, (1600, 800)), (made.thumbnail, (320, 160))):
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.size, image.mode) == ("JPEG", size, "RGB")


def test_nothing_of_the_original_but_the_picture_is_kept() -> None:
    original = files.photo_with_place()
    with Image.open(io.BytesIO(original)) as image:
        assert image.getexif().get_ifd(0x8825)[2][0] == files.SEOUL_NORTH
    made = take(original)
    assert (made.width, made.height) == (40, 60)  # turned upright
    for content in (made.content, made.thumbnail):
        with Image.open(io.BytesIO(content)) as image:
            assert dict(image.getexif()) == {}
            assert set(image.info) == {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        assert b"SECRET" not in content


def test_what_hangs_behind_the_picture_is_left_behind() -> None:
    made = take(files.photo() + files.packed({"Evil.class": b"\xca\xfe"}) + files.SCRIPT)
    assert b"PK\x03\x04" not in made.content
    assert b"<script" not in made.content


def test_see_through_parts_are_white() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(content, "PNG")
    with Image.open(io.BytesIO(take(content.getvalue()).content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)

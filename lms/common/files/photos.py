"""Photos: only what a phone makes, capped before it is decoded, and written anew so that nothing else comes along."""

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

import pillow_heif
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # the largest that phones make by themselves; opened, it takes 150 MB
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320
PICTURE_SIDE = 2400
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


@dataclass(frozen=True)
class Photo:
    """Two JPEGs without a byte of the original's metadata."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def take_photo(upload: IO[bytes], *, size: int) -> Photo:
    """Raises ValidationError with what to do instead."""
    picture = _on_white(_upright(opened(upload, size=size), LONGEST_SIDE))
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Photo(_saved(picture, "JPEG"), _saved(small, "JPEG"), *picture.size)


def take_picture(upload: IO[bytes], *, size: int) -> tuple[bytes, str]:
    """For the editors' pages: larger, and a drawing or what is see-through stays a PNG. Returns it with its ending."""
    image = opened(upload, size=size)
    picture = _upright(image, PICTURE_SIDE)
    if image.format == "PNG" or picture.mode == "RGBA":
        return _saved(picture, "PNG"), "png"
    return _saved(picture, "JPEG"), "jpg"


def opened(upload: IO[bytes], *, size: int) -> Image.Image:
    """The header is read, the pixels are not yet."""
    if size > MAX_BYTES:
        limit = filesizeformat(MAX_BYTES)
        raise ValidationError(_("This photo is larger than %(limit)s. Please choose a smaller one.") % {"limit": limit})
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    kind = kind_of(data)
    if kind is None:
        raise ValidationError(_("This is not a photo that we can read. Please choose a JPEG, PNG, WebP or HEIC photo."))
    try:
        # Only the decoder that the first bytes call for: Pillow knows some forty others.
        image = Image.open(BytesIO(data), formats=(kind,))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:
        raise _damaged() from None
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    return image


def kind_of(data: bytes) -> str | None:
    """Pillow's name of the format; a name or a content type proves nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "HEIF"
    return None


def _upright(image: Image.Image, side: int) -> Image.Image:
    """The pixels and nothing else, turned as the phone was held. A file that ends too early is refused."""
    try:
        image.draft("RGB", (side, side))  # a large JPEG is read at the size that is kept
        turned = ImageOps.exif_transpose(image)
        see_through = "A" in turned.getbands() or "transparency" in turned.info
        pixels = turned.convert("RGBA" if see_through else "RGB")
        pixels.thumbnail((side, side))
        clean = Image.new(pixels.mode, pixels.size)
        clean.paste(pixels)
    except Exception:  # a decoder fails on hostile bytes in any way that it likes
        raise _damaged() from None
    return clean


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _saved(image: Image.Image, kind: str) -> bytes:
    made = BytesIO()
    options: dict[str, Any] = {"quality": 82, "progressive": True} if kind == "JPEG" else {}
    image.save(made, kind, optimize=True, **options)
    return made.getvalue()


def _damaged() -> ValidationError:
    return ValidationError(_("This photo is damaged or not complete. Please choose another one or take it anew."))


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("This photo is too large to open. Please take it anew in your camera's usual size."))

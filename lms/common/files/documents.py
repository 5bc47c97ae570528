"""Documents: the ending must be on the list, and the content must be what the ending says and nothing else besides."""

import os
import re
import zipfile
from collections.abc import Callable, Collection
from typing import IO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from lms.common.files.containers import damaged, open_container
from lms.common.files.names import extension_of

MEGABYTE = 1024 * 1024
PAPERS = ("pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "txt")
FILMS = ("mp4", "vtt")
MAX_BYTES = {"mp4": 300 * MEGABYTE, "txt": MEGABYTE, "vtt": MEGABYTE}
MAX_BYTES_OTHERWISE = 20 * MEGABYTE
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
}
_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_FILM_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"})
_FILM_BOXES = frozenset(
    {
        b"ftyp",
        b"moov",
        b"mdat",
        b"free",
        b"skip",
        b"wide",
        b"uuid",
        b"udta",
        b"meta",
        b"moof",
        b"mfra",
        b"sidx",
        b"styp",
    }
)
_ACTIVE_IN_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
_ESCAPED_IN_PDF = re.compile(rb"#([0-9A-Fa-f]{2})")  # any letter of a name may be written like this


def check_document(upload: IO[bytes], *, name: str, size: int, allowed: Collection[str] = PAPERS) -> None:
    """Raises ValidationError with what to do instead. Leaves the file at its beginning."""
    extension = extension_of(name)
    if extension not in allowed:
        listed = ", ".join(allowed)
        raise ValidationError(
            _("We don't take this kind of file. Please add one of these: %(kinds)s.") % {"kinds": listed}
        )
    limit = MAX_BYTES.get(extension, MAX_BYTES_OTHERWISE)
    if size > limit:
        said = {"limit": filesizeformat(limit)}
        raise ValidationError(_("This file is larger than %(limit)s. Please add a smaller one.") % said)
    if size == 0:
        raise ValidationError(_("This file is empty. Please choose it again."))
    _CHECKS[extension](upload, extension)
    upload.seek(0)


def _pdf(upload: IO[bytes], extension: str) -> None:
    upload.seek(0)
    data = upload.read()
    body, mark, after = data.rpartition(b"%%EOF")
    if not data.startswith(b"%PDF-") or not mark or after.strip(b"\0\t\r\n\f ") or b"PK\x05\x06" in body[-66_000:]:
        raise damaged()
    plain = _ESCAPED_IN_PDF.sub(lambda letter: bytes.fromhex(letter[1].decode()), body)
    if any(word in plain for word in _ACTIVE_IN_PDF):
        raise ValidationError(
            _("This PDF contains a program or another file. Please print it to a PDF anew and add that.")
        )


def _hangul(upload: IO[bytes], extension: str) -> None:
    upload.seek(0)
    data = upload.read()
    if not data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or b"HWP Document File" not in data:
        raise damaged()
    if len(data) % 512 or b"PK\x05\x06" in data[-66_000:]:
        raise damaged()


def _hangul_xml(upload: IO[bytes], extension: str) -> None:
    container = open_container(upload)
    if _part(container, "mimetype") != b"application/hwp+zip" or "Contents/content.hpf" not in container.namelist():
        raise damaged()


def _office(upload: IO[bytes], extension: str) -> None:
    names = open_container(upload).namelist()
    if "[Content_Types].xml" not in names or _OFFICE_PARTS[extension] not in names:
        raise damaged()


def _part(container: zipfile.ZipFile, name: str) -> bytes:
    try:
        with container.open(name) as content:
            return content.read(100)
    except KeyError:
        raise damaged() from None


def _text(upload: IO[bytes], extension: str) -> None:
    upload.seek(0)
    data = upload.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp949")  # how older Korean Windows saves
        except UnicodeDecodeError:
            raise damaged() from None
    if any(c < " " and c not in "\t\r\n\f" for c in text):
        raise damaged()
    begin = text.lstrip()[:2]
    if begin[:1] == "<" or begin in {"#!", "%P", "PK"}:
        raise ValidationError(_("This is not plain text. Please add it as a PDF."))
    if extension == "vtt" and not text.startswith("WEBVTT"):
        raise ValidationError(_("A captions file begins with the word WEBVTT. Please save it as WebVTT again."))


def _film(upload: IO[bytes], extension: str) -> None:
    """Box by box to the very end: what no player would read isn't there."""
    end = upload.seek(0, os.SEEK_END)
    at = 0
    found: list[bytes] = []
    while at < end:
        upload.seek(at)
        header = upload.read(16)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:
            length = end - at
        if length < 8 or at + length > end or kind not in _FILM_BOXES:
            raise damaged()
        if not found and (kind != b"ftyp" or header[8:12] not in _FILM_BRANDS):
            raise damaged()
        found.append(kind)
        at += length
    if b"moov" not in found:
        raise damaged()


_CHECKS: dict[str, Callable[[IO[bytes], str], None]] = {
    "pdf": _pdf,
    "hwp": _hangul,
    "hwpx": _hangul_xml,
    "docx": _office,
    "xlsx": _office,
    "pptx": _office,
    "txt": _text,
    "vtt": _text,
    "mp4": _film,
}

"""Files as people have them, and as attackers make them. Nothing here comes from a file on disk."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SEOUL_NORTH = 37.0
SCRIPT = b"<script>alert(1)</script>"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
HWP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"HWP Document File".ljust(512, b"\0")
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n안녕하세요.\n".encode()
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def upload(content: bytes, name: str, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48), colour: str = "red", **save: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **save)
    return made.getvalue()


def photo_with_place() -> bytes:
    """As a phone writes it: turned by a quarter, with the place in EXIF and in XMP, and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "예시폰"
    exif.get_ifd(0x8825).update({1: "N", 2: (SEOUL_NORTH, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 41.0)})
    return photo(size=(60, 40), exif=exif, xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>", comment=b"SECRET-COMMENT")


def png_header(width: int, height: int) -> bytes:
    """A few bytes that promise a picture of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def packed(entries: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as container:
        for name, content in entries.items():
            container.writestr(name, content)
        container.comment = comment
    return made.getvalue()


def office(kind: str = "docx", more: dict[str, bytes | str] | None = None, **options: Any) -> bytes:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types><Default Extension='xml' ContentType='application/xml'/></Types>",
        MAIN_PART[kind]: "<document><t>회의록</t></document>",
    }
    return packed(parts | (more or {}), **options)


def hwpx() -> bytes:
    return packed({"mimetype": "application/hwp+zip", "Contents/content.hpf": "<package/>"}, method=zipfile.ZIP_STORED)


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def film() -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"moov", b"\0" * 16) + box(b"mdat", b"\1" * 32)

"""Zip containers, which Word, Excel, PowerPoint and newer Hangul files are: looked into without trusting their lists."""

import stat
import struct
import zipfile
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_ENTRIES = 2000
MAX_LIST = MAX_ENTRIES * 150  # bytes: 46 an entry, its name, times and attributes
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # an entry this small may be packed as tightly as it likes
# Archives, and the boxes in which older Office files and whole programs are wrapped.
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
END = struct.Struct("<4s6xHI6x")  # its mark, the number of entries, the bytes of their list
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_XML = (".xml", ".rels", ".hpf", ".rdf", ".vml", ".opf")


def open_container(upload: IO[bytes]) -> zipfile.ZipFile:
    """A zip that is nothing else besides: it starts at the first byte, ends at the last and says nothing in between."""
    upload.seek(0)
    if upload.read(4) != b"PK\x03\x04":
        raise damaged()
    _check_end(upload)
    try:
        container = zipfile.ZipFile(upload)
        entries = container.infolist()
    except Exception:  # struct errors, odd encodings, lies about offsets
        raise damaged() from None
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise damaged()
    _check_list(entries)
    try:
        for entry in entries:
            _check_entry(container, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise damaged() from None
    return container


def _check_end(upload: IO[bytes]) -> None:
    """The end record, without a comment; what it says of the list of entries bounds the time that reading the list takes
    (PKWARE's APPNOTE.TXT, 4.3.16)."""
    upload.seek(0, 2)
    if upload.tell() < END.size:
        raise damaged()
    upload.seek(-END.size, 2)
    mark, entries, size = END.unpack(upload.read())
    if mark != b"PK\x05\x06":
        raise damaged()
    if entries > MAX_ENTRIES or size > MAX_LIST:
        raise too_much()


def _check_list(entries: list[zipfile.ZipInfo]) -> None:
    """What can be told before one byte is unpacked."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    bomb = any(entry.file_size > SMALL and entry.file_size > MAX_RATIO * entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > max(SMALL, MAX_RATIO * packed) or bomb:
        raise too_much()
    if any(entry.flag_bits & 1 for entry in entries):
        raise ValidationError(_("This file is locked with a password. Please take the password off and add it again."))
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names) or any(_escapes(entry) for entry in entries):
        raise damaged()
    if any("vbaproject" in name.lower() or "activex" in name.lower() for name in names):
        raise macros()


def _escapes(entry: zipfile.ZipInfo) -> bool:
    """Would be written outside the folder it is unpacked in, or is a link."""
    name = entry.filename.replace("\\", "/")
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or name[1:2] == ":"
        or entry.filename != entry.orig_filename  # a NUL cut it short
        or stat.S_ISLNK(entry.external_attr >> 16)
    )


def _check_entry(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.is_dir():
        return
    with container.open(entry) as content:
        first = content.read(8)
        if first.startswith(_PACKED):
            raise ValidationError(
                _("Another file is packed inside this one. Please take it out, or save everything as a PDF.")
            )
        if first.startswith(_PROGRAMS):
            raise macros()
        if entry.filename.lower().endswith(_XML):
            content.seek(0)
            _check_xml(content)


def _check_xml(content: IO[bytes]) -> None:
    """No document type, so no entity from elsewhere and none that multiplies; nothing that loads from another place."""
    try:
        sax.parse(content, _Relations(), forbid_dtd=True)
    except (SAXException, DefusedXmlException, LookupError):
        raise damaged() from None


class _Relations(ContentHandler):
    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        outside = attrs.get("TargetMode", "") == "External" and not attrs.get("Type", "").endswith("/hyperlink")
        if name.rpartition(":")[2] == "Relationship" and outside:
            raise ValidationError(_("This file loads parts from another place. Please save it as a PDF and add that."))
        if "macroenabled" in attrs.get("ContentType", "").lower():
            raise macros()


def damaged() -> ValidationError:
    return ValidationError(_("We can't read this file. Please save it again, or as a PDF, and add that."))


def too_much() -> ValidationError:
    return ValidationError(_("This file unpacks to far too much. Please save it as a PDF and add that."))


def macros() -> ValidationError:
    return ValidationError(_("This file contains a program (macro). Please save it without, or as a PDF."))

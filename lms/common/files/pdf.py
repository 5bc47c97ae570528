"""Printed documents: templates/print/<name>.typ plus data in, PDF bytes out."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

import pylopdf_fonts_jp
import pylopdf_fonts_ko
import pylopdf_fonts_th
import typst
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates" / "print"


class PdfError(Exception):
    """A document could not be made: unknown template, missing key, or a character no font has."""


def render_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """The same data gives the same bytes, so that a sha256 of an issued document stays true.

    Nothing here reads the clock: the creation date is `data["issued_on"]`, or there is none.
    Data reaches the template as one JSON input and is never read as typst markup.
    """
    source = TEMPLATES / f"{template}.typ"
    if source.parent != TEMPLATES or not source.is_file():
        raise PdfError(f"unknown print template: {template}")
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            source,
            format="pdf",
            sys_inputs={"data": json.dumps(_plain(data), ensure_ascii=False)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        # Only the message: the diagnostic may quote the data, and the data are personal.
        raise PdfError(f"{template}: {error.message}") from None
    if warnings or not isinstance(pdf, bytes):
        # Without its fonts typst makes a blank page and only warns.
        raise PdfError("; ".join([template, *(warning.message for warning in warnings)]))
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Read once per process, as far as letters are needed. Names in other scripts are set by the Japanese and Thai faces,
    by typst's own, and last by what the machine has: Khmer and the simplified characters are on no package index."""
    packages = (pylopdf_fonts_ko, pylopdf_fonts_jp, pylopdf_fonts_th)
    folders = [str(package.serif_path().parent) for package in packages]
    if settings.PDF_FONTS.is_dir():
        folders.append(str(settings.PDF_FONTS))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _plain(value: object) -> object:
    """The data as JSON has it: dates as ISO text, all else that is not a number as clean text."""
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            raise PdfError("a document shows dates: pass the day in Seoul, not a moment")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return _clean(str(value))


def _clean(text: str) -> str:
    """Text typed on a Mac comes as separate jamo, pasted text with invisible marks that turn or hide letters."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(letter for letter in composed if letter == "\n" or unicodedata.category(letter)[0] != "C")

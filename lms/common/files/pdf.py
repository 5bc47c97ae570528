"""Printed documents: templates/print/<name>.typ plus data in, PDF bytes out."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import pylopdf_fonts_jp
import pylopdf_fonts_ko
import pylopdf_fonts_th
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from lms.common.errors import DomainError

TEMPLATES = settings.BASE_DIR / "templates" / "print"


class PdfError(Exception):
    """A document could not be made: unknown template, a missing key, no fonts. A fault of ours."""


class Unprintable(DomainError):
    """A letter in the data is in no font. A paper that says somebody's name is refused rather than printed with a gap."""


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
        if "could not be displayed" in error.message:
            said = _("This paper has a letter that can't be printed. Please correct it, or call the centre.")
            raise Unprintable(said, code="unprintable") from None
        # Only the message: the diagnostic may quote the data, and the data are personal.
        raise PdfError(f"{template}: {error.message}") from None
    if warnings or not isinstance(pdf, bytes):
        # Without its fonts typst makes a blank page and only warns.
        raise PdfError("; ".join([template, *(warning.message for warning in warnings)]))
    return pdf


def render_text_pdf(template: str, data: Mapping[str, object]) -> bytes:
    """Of what people wrote freely, emoji and all: instead of refusing the whole, a box stands for each letter that can't be
    printed. No font tells which those are, so symbols go first, then all that is neither Korean nor plain Latin."""
    try:
        return render_pdf(template, data)
    except Unprintable:
        plain = _plain(data, _without(_is_symbol))
    try:
        return render_pdf(template, plain)
    except Unprintable:
        return render_pdf(template, _plain(plain, _without(_is_foreign)))


def _without(unwanted: Callable[[str], bool]) -> Callable[[str], str]:
    return lambda text: "".join("□" if unwanted(letter) else letter for letter in text)


def _is_symbol(letter: str) -> bool:
    return letter > "\uffff" or unicodedata.category(letter) in {"So", "Sk"}


def _is_foreign(letter: str) -> bool:
    return not (letter < "\u00ff" or letter == "□" or unicodedata.name(letter, "").startswith("HANGUL"))


@cache
def _fonts() -> typst.Fonts:
    """Read once per process, as far as letters are needed. Names in other scripts are set by the Japanese and Thai faces,
    by typst's own, and last by what the machine has: Khmer and the simplified characters are on no package index."""
    packages = (pylopdf_fonts_ko, pylopdf_fonts_jp, pylopdf_fonts_th)
    folders = [str(package.serif_path().parent) for package in packages]
    if settings.PDF_FONTS.is_dir():
        folders.append(str(settings.PDF_FONTS))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _plain(value: object, text: Callable[[str], str] = str) -> Any:
    """The data as JSON has it: dates as ISO text, all else that is not a number as clean text."""
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            raise PdfError("a document shows dates: pass the day in Seoul, not a moment")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item, text) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, text) for item in value]
        case _:
            return text(_clean(str(value)))


def _clean(text: str) -> str:
    """Text typed on a Mac comes as separate jamo, pasted text with invisible marks that turn or hide letters."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(letter for letter in composed if letter == "\n" or unicodedata.category(letter)[0] != "C")

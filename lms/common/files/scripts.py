"""Whether papers can say the names of people here, in whichever script. What no font has is told where the site is checked
and where it starts: otherwise the first certificate of somebody with such a name would tell it."""

import logging
from dataclasses import dataclass
from typing import Any

import typst
from django.core.checks import CheckMessage, Info, Warning

from lms.common.files import pdf

logger = logging.getLogger(__name__)

# As the templates ask for their fonts; what these lack comes from wherever there is a face that has it.
PAPER = b"""#set document(title: "-")
#set text(font: ("Noto Serif KR", "Noto Sans KR"), lang: "ko")
#sys.inputs.letters"""


@dataclass(frozen=True)
class Script:
    name: str
    letters: str
    package: str = ""  # of Debian; of the others the fonts come with the site's own packages


SCRIPTS = (
    Script("Han", "王偉髙橋"),
    Script("Han, simplified", "刘张陈", "fonts-noto-cjk"),
    Script("kana", "ゆきコハル"),
    Script("Cyrillic", "Нурбек"),
    Script("Vietnamese", "Nguyễn Thị Hồng"),
    Script("Thai", "สมชาย"),
    Script("Khmer", "ភូមិ", "fonts-sil-mondulkiri"),
)


def missing_scripts() -> list[Script]:
    return [script for script in SCRIPTS if not _is_printable(script.letters)]


def _is_printable(letters: str) -> bool:
    compiler = typst.Compiler(root=pdf.TEMPLATES, font_paths=pdf._fonts(), ignore_system_fonts=True)
    try:
        compiler.compile(PAPER, format="pdf", sys_inputs={"letters": letters}, pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True


def check_scripts(**options: Any) -> list[CheckMessage]:
    """A machine may do without what it has to bring itself; of the others a package of the site is broken."""
    return [_told(script) for script in missing_scripts()]


def _told(script: Script) -> CheckMessage:
    said = f"No font has letters of this script, so papers with such names are refused: {script.name}."
    if script.package:
        hint = f"apt-get install {script.package}, then restart; see Fonts in docs/operations.md."
        return Info(said, hint=hint, id="common.I001")
    return Warning(said, hint="Install the packages of requirements.txt again.", id="common.W001")


def tell_at_start() -> None:
    """gunicorn asks no checks."""
    for message in check_scripts():
        logger.warning("%s %s", message.msg, message.hint)

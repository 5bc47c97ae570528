"""The country's places as the Ministry of the Interior and Safety lists them (행정안전부 행정동코드), read from its file."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from lms.accounts.enums import RegionLevel
from lms.common.errors import DomainError

# The ministry's list as of 2023-07, in which 전라북도 (45) has the name and the number that it got on 18 January 2024,
# 전북특별자치도 (52), and the eight digits behind stayed. Other changes since then come with a newer list.
BUNDLED = Path(__file__).parent / "data" / "administrative-dongs.tsv"

CODE, PROVINCE, DISTRICT, DONG, CLOSED = "행정동코드", "시도명", "시군구명", "읍면동명", "말소일자"
COLUMNS = (CODE, PROVINCE, DISTRICT, DONG)
MOST_BYTES = 5_000_000  # the whole list is a quarter of a megabyte
LONGEST = 40  # letters of a place's name
LEVELS = {"동": RegionLevel.DONG, "읍": RegionLevel.EUP, "면": RegionLevel.MYEON}
BRANCH_OFFICE = "출장소"

Names = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """One that is there today. `path` are the names from the province down to its own."""

    code: str
    level: RegionLevel
    path: Names

    @property
    def name(self) -> str:
        return self.path[-1]


def bundled() -> list[Place]:
    return read(BUNDLED.read_bytes())


def read(content: bytes) -> list[Place]:
    """The places of a file, wholes before their parts; UTF-8 or cp949, columns divided by tabs or commas.

    Branch offices (출장소) are left out: people live in the town that has them. Raises DomainError (`not_the_list`).
    """
    places: dict[Names, Place] = {}
    codes: set[str] = set()
    for number, row in enumerate(_rows(content), start=2):
        place = _place(row, number)
        if place is None:
            continue
        if place.code in codes or place.path in places:
            raise _not_the_list(_("Line {number} is there twice.").format(number=number))
        codes.add(place.code)
        places[place.path] = place
    ordered = sorted(places.values(), key=lambda place: (len(place.path), place.code))
    for place in ordered:
        if len(place.name) > LONGEST or not place.name.isprintable():
            raise _not_the_list(_("“{name}” is not the name of a place.").format(name=place.name[:LONGEST]))
        if place.path[:-1] and place.path[:-1] not in places:
            raise _not_the_list(_("“{name}” stands in no place of the file.").format(name=" ".join(place.path)))
    if not ordered:
        raise _not_the_list(_("There is no place in it."))
    return ordered


def _rows(content: bytes) -> Iterator[Mapping[str, str]]:
    if len(content) > MOST_BYTES:
        raise _not_the_list(_("It is larger than the whole country's list."))
    lines = text_of(content).splitlines()
    divider = "\t" if lines and "\t" in lines[0] else ","
    try:
        reader = csv.DictReader(lines, delimiter=divider, strict=True)
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        if missing := [name for name in COLUMNS if name not in reader.fieldnames]:
            raise _not_the_list(_("Its first line lacks: {names}").format(names=", ".join(missing)))
        yield from reader
    except csv.Error as error:
        raise _not_the_list(_("It is not a table of columns.")) from error


def text_of(content: bytes) -> str:
    """Raises DomainError (`not_the_list`)."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_the_list(_("Its letters are neither UTF-8 nor cp949."))


def _place(row: Mapping[str, str | None], number: int) -> Place | None:
    """None for what is gone by the list itself, and for branch offices."""
    code, province, district, dong = ((row.get(name) or "").strip() for name in COLUMNS)
    if not re.fullmatch(r"[0-9]{10}", code) or not province:
        raise _not_the_list(_("Line {number} has no code of ten digits, or no province.").format(number=number))
    if (row.get(CLOSED) or "").strip() or BRANCH_OFFICE in province + district + dong:
        return None
    if not dong and not code.endswith("00000"):
        district, dong = "", district  # towns of 세종 stand where districts do
    if not district and code[2:5] != "000":
        district = province  # 세종 is a province and its only district
    path = (province, *district.split(), *filter(None, [dong]))
    return Place(code, _level(path, dong, number), path)


def _level(path: Names, dong: str, number: int) -> RegionLevel:
    if not dong:
        return RegionLevel.SIDO if len(path) == 1 else RegionLevel.SIGUNGU
    if dong[-1] not in LEVELS:
        raise _not_the_list(_("Line {number} names neither a dong nor an eup nor a myeon.").format(number=number))
    return LEVELS[dong[-1]]


def _not_the_list(why: str) -> DomainError:
    said = _("This file is not the ministry's list of administrative codes (행정동코드). Nothing was changed.")
    return DomainError(f"{said} {why}", code="not_the_list", fields={"file": f"{said} {why}"})

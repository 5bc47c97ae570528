"""A district by what somebody types: there are a dozen 중구."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.accounts.enums import LOCAL_LEVELS, RegionLevel
from lms.accounts.models import Region
from lms.common.errors import DomainError


def district(text: str) -> Region:
    """By its code, with or without the zeros behind it, or by its name with as much of what it lies in as is needed.
    Raises DomainError (`no_district`, `several_districts`), which names those that are meant."""
    found = list(_meant(text.split()))
    if not found:
        message = _("No district is called “{text}”. Please write province and district, or the district's code.")
        raise DomainError(message.format(text=text), code="no_district")
    if len(found) > 1:
        names = ", ".join(f"{name} ({row.code})" for row, name in found)
        message = _("More than one district is meant: {names}. Please write province and district, or the code.")
        raise DomainError(message.format(names=names), code="several_districts")
    return found[0][0]


def _meant(words: list[str]) -> Iterator[tuple[Region, str]]:
    """The last word is the whole name of the district; those before it begin names of what it lies in."""
    if not words:
        return
    wholes = {row.pk: row for row in Region.objects.open().exclude(level__in=LOCAL_LEVELS)}
    for row in wholes.values():
        if row.level != RegionLevel.SIGUNGU:
            continue
        path = list(_path(row, wholes))
        is_code = len(words) == 1 and len(words[0]) >= len("29140") and row.code.rstrip("0") == words[0].rstrip("0")
        above = [any(name.startswith(word) for name in path) for word in words[:-1]]  # 광주 is 광주광역시
        if is_code or (words[-1] == row.name and all(above)):
            yield row, " ".join(dict.fromkeys(path))  # 세종 is a province and its only district


def _path(row: Region, wholes: dict[int, Region]) -> Iterator[str]:
    """Names from the province down."""
    if row.parent_id in wholes:
        yield from _path(wholes[row.parent_id], wholes)
    yield row.name

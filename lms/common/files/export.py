"""Lists with personal data as files for a spreadsheet: never without a reason, always on record, never with a live formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.db import models
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from lms.common import clock
from lms.common.enums import Access
from lms.common.errors import DomainError
from lms.common.records import accesslog
from lms.common.text.sanitise import clean_text
from lms.common.web import limits

Cell = str | int | float | date | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"  # as a spreadsheet shows them
MOST_IN_A_CELL = 32_767  # Excel's own limit
_STARTS_A_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True)
class Sheet:
    """`rows` is asked once, while the file is being sent. `whose` are ids of the persons in it."""

    name: str
    header: Sequence[str]
    rows: Callable[[], Iterable[Sequence[Cell]]]
    whose: Sequence[int]


def download(
    *, actor: Any, what: models.Model, centre_id: int, sheet: Sheet, format: str, reason: str
) -> HttpResponseBase:
    if not reason.strip():
        raise DomainError(_("Please write why you need this list."), code="no_reason")
    check_how_often(actor)
    accesslog.record(
        actor=actor,
        action=Access.EXPORT,
        what=what,
        whose=sheet.whose,
        centre_id=centre_id,
        reason=reason,
        data={"list": sheet.name, "format": format, "people": len(set(sheet.whose))},
    )
    response = _xlsx(sheet) if format == "xlsx" else _csv(sheet)
    name = f"{sheet.name}-{clock.today():%Y%m%d}.{format}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def check_how_often(actor: Any) -> None:
    """By person: colleagues at one address don't wait for each other."""
    message = _("You have downloaded many lists within an hour, so downloads pause for a while.")
    limits.count_or_refuse("export", actor.pk, message=message)


def safe(value: Cell) -> str | int | float | date | datetime:
    """Text can't begin a formula in any spreadsheet; numbers stay numbers, and days days: moments as clocks in Seoul show
    them, since a spreadsheet knows no zones."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(clock.SEOUL).replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, int | float | date):
        return value
    text = clean_text(value)[: MOST_IN_A_CELL - 1]
    begins = text[:1] in {"\t", "\n"} or text.lstrip()[:1] in _STARTS_A_FORMULA
    return f"'{text}" if text and begins else text


def _lines(sheet: Sheet) -> Iterator[list[str | int | float | date | datetime]]:
    yield [safe(title) for title in sheet.header]
    for row in sheet.rows():
        yield [safe(value) for value in row]


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(sheet: Sheet) -> StreamingHttpResponse:
    """With a byte order mark, by which Excel knows UTF-8."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)

    def sent() -> Iterator[str]:
        yield "\ufeff"
        yield from (writer.writerow([_in_text(value) for value in line]) for line in _lines(sheet))

    return StreamingHttpResponse(sent(), content_type="text/csv; charset=utf-8")


def _in_text(value: str | int | float | date | datetime) -> str | int | float:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _xlsx(sheet: Sheet) -> HttpResponse:
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    for line in _lines(sheet):
        page.append([_cell(page, value) for value in line])
    file = BytesIO()
    book.save(file)
    return HttpResponse(file.getvalue(), content_type=XLSX)


def _cell(page: Any, value: str | int | float | date | datetime) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, date):
        cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl makes a formula of what begins with "="
    return cell

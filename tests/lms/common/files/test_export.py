"""Files for spreadsheets: no reason, no file; no text becomes a formula; each file is on record."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.errors import DomainError
from lms.common.files import export
from lms.common.files.export import Sheet
from lms.common.models import AccessLog
from tests.factories import people

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", "  =1", '=HYPERLINK("x")']
TEXTS = ["예시주민", "a=1", "010-1234-5678", "", "“마을”\n모임", "'이미"]


def sheet(rows: list[list[Any]], whose: list[int] | None = None) -> Sheet:
    return Sheet(name="명단", header=["이름", "=머리"], rows=lambda: rows, whose=whose or [])


def downloaded(rows: list[list[Any]], *, format: str, actor: User | None = None, **fields: Any) -> Any:
    centre = people.centre()
    given = {"reason": "월례 회의 준비", "sheet": sheet(rows)} | fields
    return export.download(actor=actor or people.user(), what=centre, centre_id=centre.pk, format=format, **given)


def csv_text(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_there_is_no_file_and_no_record(reason: str) -> None:
    with pytest.raises(DomainError) as refused:
        downloaded([["가"]], format="csv", reason=reason)
    assert (refused.value.code, AccessLog.objects.count()) == ("no_reason", 0)


def test_who_what_whose_and_why_is_recorded() -> None:
    reader, one, two = people.user(), people.user(), people.user()
    downloaded([], format="xlsx", actor=reader, sheet=sheet([], [two.pk, one.pk, one.pk]))
    row = AccessLog.objects.get()
    assert (row.actor, row.action, row.people, row.reason) == (
        reader,
        Access.EXPORT,
        [one.pk, two.pk],
        "월례 회의 준비",
    )
    assert row.data == {"list": "명단", "format": "xlsx", "people": 2}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_a_formula(text: str) -> None:
    assert str(export.safe(text)).startswith("'")


@pytest.mark.parametrize("text", TEXTS)
def test_other_text_stays(text: str) -> None:
    assert export.safe(text) == text


def test_numbers_stay_numbers() -> None:
    assert [export.safe(value) for value in (-5, 3.5, 0, None)] == [-5, 3.5, 0, ""]


def test_a_csv_opens_in_excel_with_hangul_and_without_formulas() -> None:
    response = downloaded([["=1+1", -5], ["김\x00마을\ud800", "둘\n째"]], format="csv")
    assert csv_text(response) == "\ufeff" + '"이름","\'=머리"\r\n"\'=1+1",-5\r\n"김마을","둘\n째"\r\n'
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%EB%AA%85%EB%8B%A8-")


def test_an_xlsx_has_text_where_text_was_and_no_formula_anywhere() -> None:
    response = downloaded([[text, 7] for text in FORMULAS] + [["김\x0b마을", 8]], format="xlsx")
    page = load_workbook(BytesIO(response.content)).worksheets[0]
    kinds = {cell.data_type for row in page.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    assert [row[0].value for row in page.iter_rows(min_row=2)] == [export.safe(text) for text in FORMULAS] + ["김마을"]
    assert [row[1].value for row in page.iter_rows(min_row=2)] == [7] * len(FORMULAS) + [8]


def test_days_and_moments_are_dates_that_a_spreadsheet_counts_with() -> None:
    day, moment = date(2026, 3, 2), datetime(2026, 3, 2, 20, 30, 7, tzinfo=UTC)
    response = downloaded([[day, moment]], format="xlsx")
    _head, cells = load_workbook(BytesIO(response.content)).worksheets[0].iter_rows()
    assert [f"{cell.value:%Y-%m-%d %H:%M}" for cell in cells] == ["2026-03-02 00:00", "2026-03-03 05:30"]
    assert [(cell.is_date, cell.number_format) for cell in cells] == [(True, "yyyy-mm-dd"), (True, "yyyy-mm-dd hh:mm")]
    assert csv_text(downloaded([[day, moment]], format="csv")).endswith('"2026-03-02","2026-03-03 05:30"\r\n')

"""Reports of the editors' admin as files: no page title becomes a formula in a spreadsheet."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from lms.accounts.models import User
from tests.factories import pages

pytestmark = pytest.mark.django_db
TITLE = "=HYPERLINK(1)"


@pytest.fixture
def client() -> Client:
    pages.published_course(title=TITLE)
    signed_in = Client()
    signed_in.force_login(User.objects.create_superuser("root@example.org", "x", name="예시관리자"))
    return signed_in


@pytest.mark.parametrize("report", ["aging-pages", "site-history"])
def test_a_csv_has_no_formula(client: Client, report: str) -> None:
    response = client.get(f"/cms/reports/{report}/?export=csv")
    text = b"".join(response.streaming_content).decode()
    assert "HYPERLINK" in text
    assert {cell[:1] for line in text.splitlines() for cell in line.split(",")} & set("=+-@") == set()


@pytest.mark.parametrize("report", ["aging-pages", "site-history"])
def test_an_xlsx_has_no_formula(client: Client, report: str) -> None:
    response = client.get(f"/cms/reports/{report}/?export=xlsx")
    page = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert page
    cells = [cell for row in page.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert f"'{TITLE}" in {cell.value for cell in cells}

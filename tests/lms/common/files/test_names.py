import re
import unicodedata

import pytest

from lms.common.files.names import display_name, stored_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("회의록.pdf", "회의록.pdf"),
        (unicodedata.normalize("NFD", "회의록.pdf"), "회의록.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\마을\\회의록.hwp", "회의록.hwp"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\u200bb.pdf", "ab.pdf"),
        ('a";filename="b.html', "a__filename=_b.html"),
        ("<script>.txt", "_script_.txt"),
        ("가" * 300 + ".pdf", "가" * 76 + ".pdf"),
        ("a." + "x" * 300, "a." + "x" * 10),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "file.htaccess"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_a_stored_name_holds_nothing_of_the_persons() -> None:
    names = {stored_name("jpg") for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch(r"[0-9a-f]{32}\.jpg", name) for name in names)

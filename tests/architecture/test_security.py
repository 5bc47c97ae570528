"""docs/security.md names tests that exist, for each of the 25 cases."""

import re

from django.conf import settings

TESTS = settings.BASE_DIR / "tests"
ROWS = re.findall(r"^\| (\d+) \| .+? \| (.+) \|$", (settings.BASE_DIR / "docs/security.md").read_text(), re.MULTILINE)


def test_each_case_has_a_row_and_each_row_a_test() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 26))
    assert [number for number, shown in ROWS if not re.search(r"`test", shown)] == []


def test_every_test_that_is_named_exists() -> None:
    named = {name for _, shown in ROWS for name in re.findall(r"`(tests?[_/][\w/.]+)`", shown)}
    functions = {
        name
        for file in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    there = functions | {name for name in named if "/" in name and (settings.BASE_DIR / name).exists()}
    assert named - there == set()

"""tests/second_database.py lists what is there, and misses no test of commits, locks or PostgreSQL."""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.second_database import REASONS, depends_on_database

ROOT = Path(__file__).resolve().parents[2]
FILES = {str(path.relative_to(ROOT)): path for path in (ROOT / "tests").rglob("test_*.py")}
# What a test can't be about without a database that does it.
SIGNS = ("transaction=True", "real_commits", "mark.postgres", "IntegrityError", "select_for_update")


@pytest.mark.parametrize("pattern", REASONS)
def test_every_path_of_the_table_is_there(pattern: str) -> None:
    assert [path for path in FILES if fnmatchcase(path, pattern)]
    assert REASONS[pattern]


def test_no_test_of_commits_locks_or_triggers_is_left_out() -> None:
    here = str(Path(__file__).relative_to(ROOT))
    about = {path for path, file in FILES.items() if any(sign in file.read_text(encoding="utf-8") for sign in SIGNS)}
    assert {path for path in about - {here} if not depends_on_database(path)} == set()


def test_the_table_chooses() -> None:
    chosen = {path for path in FILES if depends_on_database(path)}
    assert len(FILES) / 2 < len(chosen) < len(FILES)

"""What was corrected or withdrawn is read by nobody who doesn't ask for it: each query of these rows says which it means."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for app in ("lms", "courses", "mentoring") for path in sorted((ROOT / app).rglob("*.py"))]

# Where a file reads all rows, and why.
ALL_ROWS = {
    "Completion": {
        "courses/runs/checks.py": "what each row says must hold, withdrawn or not",
        "courses/learning/domain/completion.py": "writes one",
    },
    "Attendance": {
        "courses/learning/checks.py": "what each row says must hold, corrected or not",
        "courses/learning/domain/attendance.py": "writes one",
        "courses/learning/queries/facts.py": "tells of any moment, by `_as_known`",
        "courses/learning/queries/sheets.py": "asks when marks were entered",
    },
    "Evidence": {
        "courses/credentials/views/completions.py": "one that was taken back meanwhile is no error for the second press",
        "courses/learning/domain/evidence.py": "writes one, and finds the one that supersedes",
        "courses/learning/queries/facts.py": "tells of any moment, by `_as_known`",
        "courses/runs/erasure.py": "erases the words of all",
        "lms/demo/parts/runs.py": "writes one",
    },
}
ASKED = re.compile(
    r"\b(Completion|Attendance|Evidence)\.(?:_base_manager|_default_manager|objects)(?!\.(?:current|standing)\(\))"
)


def reading_all(kind: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "migrations" not in path.parts and kind in ASKED.findall(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("kind", ALL_ROWS)
def test_who_reads_all_rows_is_listed(kind: str) -> None:
    assert reading_all(kind) == set(ALL_ROWS[kind])


def test_such_a_query_is_found() -> None:
    assert ASKED.findall("Completion.objects.filter(), LessonCompletion.objects, Evidence.objects.standing()") == [
        "Completion"
    ]


@pytest.mark.parametrize("lookup", ["completion__isnull", "enrolment__completion=", "completions__isnull=False"])
def test_no_condition_goes_past_it(lookup: str) -> None:
    """A join asks for rows of any kind."""
    found = [path for path in SOURCES if lookup in path.read_text(encoding="utf-8")]
    assert found == []

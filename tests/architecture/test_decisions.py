"""Each decision has a number of its own, so that a link's number names one."""

from django.conf import settings

NAMES = sorted(file.name for file in (settings.BASE_DIR / "docs/decisions").glob("*.md"))


def test_numbers_run_without_a_gap() -> None:
    assert [name[:5] for name in NAMES] == [f"{number:04}-" for number in range(1, len(NAMES) + 1)]

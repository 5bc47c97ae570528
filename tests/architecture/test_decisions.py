"""Each decision has a number of its own, so that a link's number names one; and what one lists is what there is."""

import re

from django.conf import settings

from lms.settings.base import LIMITS

NAMES = sorted(file.name for file in (settings.BASE_DIR / "docs/decisions").glob("*.md"))


def test_numbers_run_without_a_gap() -> None:
    assert [name[:5] for name in NAMES] == [f"{number:04}-" for number in range(1, len(NAMES) + 1)]


def test_the_table_of_limits_names_each_of_them() -> None:
    text = (settings.BASE_DIR / "docs/decisions/0016-limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+ \| .+ \| (`[a-z].+`) \|$", text, re.M)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(LIMITS)

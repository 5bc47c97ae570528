"""docs/asvs.md answers each item of ASVS 5.0 at levels 1 and 2 once, and what it names is there."""

import re
from collections import Counter

from django.conf import settings

ROOT = settings.BASE_DIR
TEXT = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ANSWERS = ("met", "partly", "not met", "n/a")
# Section → the level of each of its items, in order (ASVS 5.0.0).
LEVELS = """
V1.1 22 V1.2 1111122223 V1.3 112222222223 V1.4 222 V1.5 123
V2.1 122 V2.2 112 V2.3 12223 V2.4 23
V3.1 3 V3.2 113 V3.3 12223 V3.4 11222233 V3.5 11122333 V3.6 3 V3.7 22333
V4.1 12233 V4.2 23333 V4.3 22 V4.4 1222
V5.1 2 V5.2 112333 V5.3 113 V5.4 222
V6.1 122 V6.2 111111112222 V6.3 11223333 V6.4 112233 V6.5 22222333 V6.6 2223 V6.7 33 V6.8 2222
V7.1 222 V7.2 1111 V7.3 22 V7.4 11222 V7.5 223 V7.6 22
V8.1 1233 V8.2 1123 V8.3 133 V8.4 23
V9.1 111 V9.2 1222
V10.1 22 V10.2 223 V10.3 22223 V10.4 1111122222233333 V10.5 22222 V10.6 22 V10.7 222
V11.1 2233 V11.2 22233 V11.3 11233 V11.4 1222 V11.5 23 V11.6 23 V11.7 33
V12.1 12233 V12.2 11 V12.3 22223
V13.1 2333 V13.2 222223 V13.3 2233 V13.4 1222233
V14.1 22 V14.2 12223333 V14.3 122
V15.1 12233 V15.2 12233 V15.3 1222222 V15.4 3333
V16.1 2 V16.2 22222 V16.3 2222 V16.4 222 V16.5 2223
V17.1 23 V17.2 22223333 V17.3 22
"""


def wanted() -> dict[str, int]:
    sections = re.findall(r"(V[\d.]+) (\d+)", LEVELS)
    numbered = {f"{section}.{n}": int(level) for section, levels in sections for n, level in enumerate(levels, 1)}
    return {item: level for item, level in numbered.items() if level < 3}


def rows() -> list[tuple[str, int, str, str]]:
    """Item, level, answer and where; a row for a range of items stands for each of them."""
    found = []
    for items, level, answer, where in re.findall(r"^\| (V[\d.–V]+) \| (\d) \| .+? \| (.+?) \| (.+) \|$", TEXT, re.M):
        first, _, last = items.partition("–")
        section, _, number = first.rpartition(".")
        to = int((last or first).rpartition(".")[2])
        found += [(f"{section}.{n}", int(level), answer, where) for n in range(int(number), to + 1)]
    return found


def test_each_item_is_answered_once_at_its_level() -> None:
    assert Counter(wanted().values()) == {1: 70, 2: 183}
    assert [(item, level) for item, level, _, _ in rows()] == list(wanted().items())


def test_each_answer_is_one_of_the_four_and_the_totals_add_up() -> None:
    counted = Counter((answer, level) for _, level, answer, _ in rows())
    assert {answer for answer, _ in counted} == set(ANSWERS)
    told = re.findall(r"^\| (met|partly|not met|n/a) \| (\d+) \| (\d+) \|$", TEXT, re.M)
    assert told == [(answer, str(counted[answer, 1]), str(counted[answer, 2])) for answer in ANSWERS]


FILE = re.compile(r"`((?:lms|cms|courses|mentoring|tests|docs|templates)/[\w./-]+|requirements\.txt|pyproject\.toml)`")
TEST = re.compile(r"`(test_\w+)`")


def test_every_file_and_test_that_is_named_exists() -> None:
    named = set(FILE.findall(TEXT))
    assert len(named) > 50
    assert {name for name in named if not (ROOT / name).exists()} == set()
    functions = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)
    }
    assert set(TEST.findall(TEXT)) - functions == set()


def test_whatever_is_met_says_where_that_can_be_seen() -> None:
    met = [(item, where) for item, _, answer, where in rows() if answer == "met"]
    assert len(met) > 100
    assert [item for item, where in met if not FILE.search(where) and not TEST.search(where)] == []

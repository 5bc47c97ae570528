"""What the documents name is there: each file, folder and module between backticks, and each place that a link leads to."""

import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
# The changelog tells of what was, and may name what is gone.
PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if path.name != "CHANGELOG.md"
)
PACKAGES = ("lms", "cms", "courses", "mentoring")
FOLDERS = (*PACKAGES, "docs", "templates", "tests", ".ci")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./<>*-]*")
FILE = re.compile(r"[\w.-]+\.(?:py|md|html|css|js|toml|csv|txt|po|typ)|Makefile|\.ci/\w+")
MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+")
NAME_IN_FILE = re.compile(r"`(\w+)`(?: \w+)? in `([\w./]+\.py)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(page: str) -> str:
    """Without blocks of code: what they write may not be there yet."""
    return re.sub(r"^ *```.*?^ *```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.M | re.S)


@cache
def names() -> frozenset[str]:
    """Of every file in the folders of the project, and at its top."""
    below = (path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return frozenset([*below, *(path.name for path in ROOT.iterdir())])


def is_there(path: str) -> bool:
    """`<topic>` stands for any name."""
    return any(ROOT.glob(re.sub(r"<\w+>", "*", path).rstrip("/")))


def is_defined(dotted: str) -> bool:
    """A module, or a name that one defines."""
    *parents, last = dotted.split(".")
    if is_module(dotted):
        return True
    if not is_module(".".join(parents)):
        return False
    folder = ROOT.joinpath(*parents)
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    return bool(re.search(rf"^(?:class |def )?{last}\b", file.read_text(encoding="utf-8"), re.M))


def is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def is_untrue(quoted: str) -> bool:
    if PATH.fullmatch(quoted):
        return not is_there(quoted)
    if FILE.fullmatch(quoted):
        return quoted not in names()
    return bool(MODULE.fullmatch(quoted)) and not is_defined(quoted)


def headings(page: Path) -> set[str]:
    """As GitHub turns them into anchors."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def leads_nowhere(page: str, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    return not target.exists() or bool(anchor and anchor not in headings(target))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    assert sorted({quoted for quoted in QUOTED.findall(text_of(page)) if is_untrue(quoted)}) == []


def test_what_a_page_names_in_a_file_is_in_it() -> None:
    named = [(page, *pair) for page in PAGES for pair in NAME_IN_FILE.findall(text_of(page))]
    assert len(named) > 10
    files = {file: (ROOT / file).read_text(encoding="utf-8") for _page, _name, file in named}
    assert [one for one in named if not re.search(rf"\b{one[1]}\b", files[one[2]])] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link]
    assert [link for link in links if leads_nowhere(page, link)] == []


@pytest.mark.parametrize(
    ("there", "gone"),
    [
        ("lms/common/registry.py", "lms/common/registries.py"),
        ("courses/<topic>/models/", "courses/<topic>/tables/"),
        ("templates/components/", "templates/parts/"),
        ("tests/<app>/<topic>/domain/", "tests/<app>/<topic>/rules/"),
        ("enums.py", "states.py"),
        ("lms.common.clock", "lms.common.watch"),
        ("lms.common.clock.today", "lms.common.clock.yesterday"),
        ("lms.common.registry.Registry", "lms.common.registry.Registr"),
    ],
)
def test_what_is_gone_is_found_and_what_is_there_is_not(there: str, gone: str) -> None:
    assert (is_untrue(there), is_untrue(gone)) == (False, True)


def test_many_are_looked_at() -> None:
    quoted = [one for page in PAGES for one in QUOTED.findall(text_of(page))]
    assert sum(bool(PATH.fullmatch(one)) for one in quoted) > 150
    assert sum(bool(MODULE.fullmatch(one)) for one in quoted) > 5

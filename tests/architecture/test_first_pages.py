"""The pages at the top of the repository lead on, and to places that exist."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "README.ko.md", "CONTRIBUTING.md", "SECURITY.md")


def links(page: str) -> set[str]:
    """Those to files of the repository."""
    found = re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / page).read_text(encoding="utf-8"))
    return {link for link in found if "://" not in link}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    assert {link for link in links(page) if not (ROOT / link).exists()} == set()


@pytest.mark.parametrize("page", ["README.md", "README.ko.md"])
def test_whoever_reads_a_readme_finds_how_to_report(page: str) -> None:
    assert {"CONTRIBUTING.md", "SECURITY.md"} - links(page) == set()


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_what_they_tell_to_run_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    run = set(re.findall(r"`make (\w+)", text))
    assert run
    assert run - targets == set()

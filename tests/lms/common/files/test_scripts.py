"""What no font can print is named where the site is checked and where it starts, script by script."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from lms.common.files import pdf, scripts
from lms.common.files.pdf import Unprintable, render_pdf
from tests.lms.common.files.test_pdf import ACCEPTANCE

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def fonts_in(settings: Any) -> Iterator[Callable[[Path], None]]:
    def use(folder: Path) -> None:
        settings.PDF_FONTS = folder
        pdf._fonts.cache_clear()

    yield use
    pdf._fonts.cache_clear()


@pytest.fixture
def korean_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the other packages of fonts are broken."""
    for package in (pdf.pylopdf_fonts_jp, pdf.pylopdf_fonts_th):
        monkeypatch.setattr(package, "serif_path", pdf.pylopdf_fonts_ko.serif_path)


def missing() -> list[str]:
    return [script.name for script in scripts.missing_scripts()]


def test_a_folder_without_khmer_is_named(fonts_in: Callable[[Path], None], tmp_path: Path) -> None:
    fonts_in(tmp_path)
    assert missing() == ["Han, simplified", "Khmer"]
    told = [(one.id, one.msg.split(": ")[-1], one.hint) for one in scripts.check_scripts()]
    assert told == [
        ("common.I001", "Han, simplified.", f"apt-get install fonts-noto-cjk{REST}"),
        ("common.I001", "Khmer.", f"apt-get install fonts-sil-mondulkiri{REST}"),
    ]


REST = ", then restart; see Fonts in docs/operations.md."


def test_a_folder_that_is_not_there_is_as_an_empty_one(fonts_in: Callable[[Path], None], tmp_path: Path) -> None:
    fonts_in(tmp_path / "nothing")
    assert missing() == ["Han, simplified", "Khmer"]


@pytest.mark.usefixtures("korean_alone")
def test_what_the_folder_has_is_not_named(fonts_in: Callable[[Path], None], tmp_path: Path) -> None:
    fonts_in(tmp_path)
    assert "Thai" in missing()
    assert {one.id for one in scripts.check_scripts() if "Thai" in one.msg} == {"common.W001"}
    fonts_in(Path(pdf.pylopdf_fonts_th.__file__).parent)
    assert "Thai" not in missing()


@pytest.mark.usefixtures("korean_alone")
@pytest.mark.parametrize("script", scripts.SCRIPTS, ids=lambda script: script.name)
def test_what_is_named_is_what_papers_refuse(
    fonts_in: Callable[[Path], None], tmp_path: Path, script: scripts.Script
) -> None:
    fonts_in(tmp_path)
    paper = ACCEPTANCE | {"name": script.letters}
    if script in scripts.missing_scripts():
        with pytest.raises(Unprintable):
            render_pdf("acceptance", paper)
    else:
        assert render_pdf("acceptance", paper)


def test_it_is_among_the_checks_of_a_deployment(fonts_in: Callable[[Path], None], tmp_path: Path) -> None:
    fonts_in(tmp_path)
    found = [one.id for one in run_checks(include_deployment_checks=True)]
    assert found.count("common.I001") == 2
    assert "common.I001" not in [one.id for one in run_checks()]  # no command waits for fonts


def test_the_site_says_it_when_it_starts(
    fonts_in: Callable[[Path], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fonts_in(tmp_path)
    scripts.tell_at_start()
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "Khmer. apt-get install fonts-sil-mondulkiri" in caplog.text
    assert "tell_at_start()" in (ROOT / "lms" / "wsgi.py").read_text(encoding="utf-8")


def test_each_package_stands_in_the_guide() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition("## Fonts")[2].partition("\n## ")[0]
    assert [script.name for script in scripts.SCRIPTS if f"| {script.name} |" not in guide] == []
    assert [script.package for script in scripts.SCRIPTS if script.package not in guide] == []

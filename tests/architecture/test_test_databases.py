"""A test database is a copy of a template, and a template is made anew when anything changes that `migrate` writes."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models.signals import post_migrate

from lms.common.integrity import triggers
from tests.databases import keys, templates
from tests.databases.stores import Files
from tests.databases.templates import KEPT, Template


def test_the_key_knows_all_of_ours_that_writes_after_migrate() -> None:
    connected = {receiver() for _id, receiver, *_more in post_migrate.receivers}
    assert {one for one in connected if one and keys.is_ours(one.__module__)} == keys.AFTER_MIGRATE


def test_another_migration_or_another_trigger_is_another_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def key() -> str:
        keys.of_migrated.cache_clear()
        return keys.of_migrated()

    before = key()
    assert key() == before
    with monkeypatch.context() as patch:
        new = tmp_path / "0002_new.py"
        new.write_text("operations = []")
        known = keys.migrations()
        patch.setattr(keys, "migrations", lambda: [*known, new])
        assert key() != before
    with monkeypatch.context() as patch:
        patch.setattr(triggers, "TRIGGERS", dict(list(triggers.TRIGGERS.items())[1:]))
        assert key() != before
    assert key() == before


def test_the_key_reads_every_migration_of_ours_and_what_it_imports() -> None:
    named = {path.relative_to(keys.settings.BASE_DIR).parts for path in keys.migrations()}
    apps = {parts[: parts.index("migrations")] for parts in named if "migrations" in parts}
    assert {("lms", "common"), ("lms", "accounts"), ("cms",), ("courses", "runs"), ("mentoring", "visits")} <= apps
    found = keys.settings.BASE_DIR.glob("[a-z]*/**/migrations/*.py")
    assert {path.relative_to(keys.settings.BASE_DIR).parts for path in found} - named == set()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(templates, "CACHE", tmp_path)
    monkeypatch.setattr(templates, "store", lambda: Files(tmp_path))
    return tmp_path


def made_of(made: list[str], key: str, **more: Any) -> Template:
    def make(name: str) -> None:
        made.append(key)
        Path(name).write_text(f"made of {key}")

    return Template("trial", lambda: key.rjust(16, "0"), make, **more)


def test_a_template_is_made_once_for_its_key_and_copied_from_then_on(folder: Path) -> None:
    made: list[str] = []
    for number, key in enumerate("aab"):
        made_of(made, key).copy_to(str(folder / f"copy{number}"))
    assert made == ["a", "b"]
    assert [(folder / f"copy{number}").read_text() for number in range(3)] == ["made of a", "made of a", "made of b"]


def test_what_belongs_to_it_is_missing_and_it_is_made_anew(folder: Path) -> None:
    made: list[str] = []
    for whole in (True, True, False):
        made_of(made, "a", is_whole=lambda whole=whole: whole).copy_to(str(folder / "copy"))
    assert made == ["a", "a"]


def test_one_that_was_not_finished_is_none(folder: Path) -> None:
    def breaks(name: str) -> None:
        Path(name).write_text("half")
        raise RuntimeError("broke")

    with pytest.raises(RuntimeError, match="broke"):
        Template("trial", lambda: "a" * 16, breaks).copy_to(str(folder / "copy"))
    assert Files(folder).templates("trial") == []
    assert not (folder / "copy").exists()


def test_old_ones_go(folder: Path) -> None:
    made: list[str] = []
    for key in "0123456789"[: KEPT + 2]:
        made_of(made, key).copy_to(str(folder / "copy"))
    assert len(Files(folder).templates("trial")) == KEPT

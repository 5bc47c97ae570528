"""docs/commands.md lists what can be run, no more and no less."""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def own_commands() -> set[str]:
    folders = [ROOT / name for name in ("lms", "cms", "courses", "mentoring")]
    ours = {
        config.name
        for config in apps.get_app_configs()
        if any(Path(config.path).is_relative_to(folder) for folder in folders)
    }
    return {name for name, app in get_commands().items() if app in ours}


def test_every_make_target_is_listed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split())
    assert set(re.findall(r"^\| `make ([\w-]+)", TEXT, re.M)) == targets


def test_every_make_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split())
    assert set(re.findall(r"^([\w-]+):.*## \S", makefile, re.M)) == targets


def test_what_runs_from_a_timer_is_named_where_a_server_is_set_up() -> None:
    timed = {name for name, row in re.findall(r"^\| `manage\.py (\w+)[^`]*` \|(.*)$", TEXT, re.M) if "timer" in row}
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    must_run = operations.partition("## What must run")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| .+ \| `manage\.py (\w+)", must_run, re.M))
    assert (timed, timed - named) == ({"tick", "destroy_due", "reconcile"}, set())
    assert named == {"db_worker", "tick", "destroy_due", "reconcile", "backup", "verify"}


def test_every_management_command_is_listed() -> None:
    assert set(re.findall(r"^\| `manage\.py (\w+)", TEXT, re.M)) == own_commands()

"""docs/commands.md lists what can be run, no more and no less."""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def own_commands() -> set[str]:
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT / "lms")}
    ours |= {"cms", "courses", "mentoring"}
    return {name for name, app in get_commands().items() if app in ours}


def test_every_make_target_is_listed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split())
    assert set(re.findall(r"^\| `make (\w+)", TEXT, re.M)) == targets


def test_every_make_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split())
    assert set(re.findall(r"^(\w+):.*## \S", makefile, re.M)) == targets


def test_every_management_command_is_listed() -> None:
    assert set(re.findall(r"^\| `manage\.py (\w+)", TEXT, re.M)) == own_commands()

"""The sample data as files: `sample.json` and one TOML file for each lesson."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def sample() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / "sample.json").read_text(encoding="utf-8"))
    return loaded


def lesson(course: str, number: int) -> dict[str, Any]:
    """The written lesson: goal, part, reading_minutes and body blocks."""
    return tomllib.loads((HERE / "lessons" / course / f"{number:02d}.toml").read_text(encoding="utf-8"))

"""The development lock holds everything of the runtime lock, so one environment serves every command."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([A-Za-z0-9._-]+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M))


def test_every_runtime_pin_is_a_development_pin() -> None:
    runtime = pins("requirements.txt")
    assert {name.partition("==")[0] for name in runtime} >= {"django", "wagtail", "django-taggit", "bleach"}
    assert runtime - pins("requirements-dev.txt") == set()


def test_every_pin_has_a_hash_and_no_address_is_named() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
        assert "://" not in text

"""`.ci/watch` keeps back what a long command prints, says that it goes on, and hides no failure."""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

WATCH = Path(__file__).resolve().parents[2] / ".ci" / "watch"


def watch(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WATCH, "bash", "-c", script],
        env=os.environ | {"WATCH_EVERY": "1", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_failure_is_told_with_all_that_was_printed() -> None:
    done = watch("echo one; echo two >&2; exit 3")
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "one\ntwo\n")


def test_a_short_command_leaves_nothing() -> None:
    done = watch("echo one; echo two >&2")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_long_command_says_what_it_does() -> None:
    done = watch("echo 처음; printf '  %s' '옮기는 중...'; sleep 1.6")
    assert (done.returncode, done.stdout, done.stderr) == (0, "    1 s  옮기는 중...\n", "")

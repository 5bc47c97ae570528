"""Two of the same step at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connections, models

from lms.common.errors import DomainError


def meet_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """After its guard each waits a moment for the other, so that what can interleave does."""
    meeting, guard = Barrier(2), getattr(module, name)

    def slowly(*args: Any, **kwargs: Any) -> Any:
        found = guard(*args, **kwargs)
        try:
            meeting.wait(timeout=0.6)
        except BrokenBarrierError:
            meeting.reset()
        return found

    monkeypatch.setattr(module, name, slowly)


def without_locks(monkeypatch: pytest.MonkeyPatch, *of: type[models.Model]) -> None:
    """For a control: rows of these models are read without their lock."""
    original = models.QuerySet.select_for_update

    def unlocked(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self if self.model in of else original(self, *args, **kwargs)

    monkeypatch.setattr(models.QuerySet, "select_for_update", unlocked)


def at_once(act: Callable[[Any], Any], rows: Sequence[Any]) -> list[str]:
    def one(row: Any) -> str:
        try:
            act(row)
            return "done"
        except DomainError as error:
            return error.code
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as threads:
        return sorted(threads.map(one, rows))

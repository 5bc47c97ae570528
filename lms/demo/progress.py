"""A step of a long work: which one has begun, and that it goes on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import OutputWrapper
from django.db import connection

WRITES = ("INSERT", "UPDATE")
LIVE, PLAIN = 0.2, 10.0  # seconds between two counts, on a terminal and elsewhere


class Count:
    """Counts what is written to the database: on a terminal in the step's own line, elsewhere in a line now and then."""

    def __init__(self, title: str, output: OutputWrapper, *, now: Callable[[], float] = time.monotonic) -> None:
        self.title, self.output, self.now = title, output, now
        self.live = output.isatty()
        self.pause = LIVE if self.live else PLAIN
        self.due = now() + self.pause
        self.writes = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if sql.startswith(WRITES):
            self.writes += 1
            now = self.now()
            if now >= self.due:
                self.due = now + self.pause
                self.tell()
        return done

    def begin(self) -> None:
        self.output.write(self.title, ending="" if self.live else "\n")
        self.output.flush()

    def tell(self) -> None:
        if self.live:
            self.output.write(f"\r\033[K{self.title}: {self.writes:,} rows", ending="")
        else:
            self.output.write(f"    {self.writes:,} rows so far")
        self.output.flush()

    def end(self) -> None:
        if self.live:
            self.output.write(f"\r\033[K{self.title}: {self.writes:,} rows")


@contextmanager
def step_on(output: OutputWrapper, title: str) -> Iterator[None]:
    count = Count(title, output)
    count.begin()
    with connection.execute_wrapper(count):
        yield
    count.end()

"""The site in a process of its own on a database of its own, a copy of the loaded sample data."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from lms.demo.serving import Site
from lms.demo.serving import serving as serving_on

SAMPLE = "sample"


@dataclass(frozen=True)
class Databases:
    """Where the copies are kept: files beside each other, or PostgreSQL databases made from a template."""

    folder: Path
    postgres: str  # URL of a server, or ""
    worker: str  # of the processes that run tests side by side, which share the sample and nothing else

    def url(self, name: str) -> str:
        if self.postgres:
            parts = urlsplit(self.postgres)
            return parts._replace(path=f"/{self._full(name)}").geturl()
        return f"sqlite:///{self._file(name)}"

    def log(self, name: str) -> Path:
        """What the server of that database printed, mails included."""
        return self.folder / f"{self._own(name)}.log"

    def _own(self, name: str) -> str:
        return name if name == SAMPLE else f"{name}_{self.worker}"

    def _file(self, name: str) -> Path:
        return self.folder / f"{self._own(name)}.sqlite3"

    def _full(self, name: str) -> str:
        # The database of this process may end in the worker's name, or not yet.
        checkout = settings.DATABASES["default"]["TEST"]["NAME"].removesuffix(f"_{self.worker}")
        return f"site_{checkout}_{self._own(name)}".replace("-", "_")

    def create(self, name: str, *, copy_of: str = "") -> None:
        if self.postgres:
            template = f' TEMPLATE "{self._full(copy_of)}"' if copy_of else ""
            self._admin(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')
            self._admin(f'CREATE DATABASE "{self._full(name)}"{template}')
        elif copy_of:
            shutil.copyfile(self._file(copy_of), self._file(name))

    def drop(self, name: str) -> None:
        if self.postgres:
            self._admin(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')

    def _admin(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.postgres, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@contextmanager
def sample_of_all(databases: Databases, load: Callable[[Databases], None]) -> Iterator[None]:
    """The first process loads the sample while the others wait, and the last to leave takes it away."""
    loaded = databases.folder / "loaded"
    with (databases.folder / "users").open("w") as users:
        with locked(databases.folder / "coming and going"):
            if not loaded.exists():
                databases.create(SAMPLE)
                load(databases)
                loaded.touch()
            fcntl.flock(users, fcntl.LOCK_SH)
        yield
        with locked(databases.folder / "coming and going"):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another still copies from it
            loaded.unlink(missing_ok=True)
            databases.drop(SAMPLE)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """For moments: whoever holds it while a whole run lasts makes the others wait for all of it."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def serving(databases: Databases, name: str) -> Iterator[Site]:
    """The site on a copy of the sample data; gone, copy and all, at the end."""
    databases.create(name, copy_of=SAMPLE)
    with serving_on(databases.url(name), databases.folder, databases.log(name)) as site:
        yield site
    databases.drop(name)

"""The site in a process of its own on a database of its own, a copy of the sample data or of an empty one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lms.demo.serving import Site
from lms.demo.serving import serving as serving_on
from tests.databases.stores import Server
from tests.databases.templates import MIGRATED, SAMPLE, copy_files_of_sample, store


@dataclass(frozen=True)
class Databases:
    """The copies of one process of tests. The files of each are in a folder of its own within theirs."""

    folder: Path
    worker: str

    def url(self, name: str) -> str:
        return store().url(self._full(name))

    def files(self, name: str) -> Path:
        """Where that site keeps what people hand in, and its mails: a mail of one is on no page of another."""
        return self.folder / name

    def log(self, name: str) -> Path:
        """What the server of that database printed."""
        return self.folder / f"{name}.log"

    def create(self, name: str) -> None:
        SAMPLE.copy_to(self._full(name))
        copy_files_of_sample(self.files(name) / "media", self.files(name) / "private")

    def create_empty(self, name: str) -> None:
        MIGRATED.copy_to(self._full(name))

    def drop(self, name: str) -> None:
        store().drop(self._full(name))
        shutil.rmtree(self.files(name), ignore_errors=True)

    def _full(self, name: str) -> str:
        if not isinstance(store(), Server):
            return str(self.folder / f"{name}.sqlite3")
        # The database of this process may end in the worker's name, or not yet.
        checkout = settings.DATABASES["default"]["TEST"]["NAME"].removesuffix(f"_{self.worker}")
        return f"site_{checkout}_{name}_{self.worker}".replace("-", "_")


@contextmanager
def serving(databases: Databases, name: str, *, empty: bool = False) -> Iterator[Site]:
    """The site on a copy of the sample data, or as `migrate` leaves it; gone, copy and all, at the end."""
    create = databases.create_empty if empty else databases.create
    create(name)
    with serving_on(databases.url(name), databases.files(name), databases.log(name)) as site:
        yield site
    databases.drop(name)

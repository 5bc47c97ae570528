"""The site in a process of its own on a database of its own, a copy of the loaded sample data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from lms.demo.serving import Site
from lms.demo.serving import serving as serving_on


@dataclass(frozen=True)
class Databases:
    """Where the copies are kept: files beside each other, or PostgreSQL databases made from a template."""

    folder: Path
    postgres: str  # URL of a server, or ""

    def url(self, name: str) -> str:
        if self.postgres:
            parts = urlsplit(self.postgres)
            return parts._replace(path=f"/{self._full(name)}").geturl()
        return f"sqlite:///{self.folder / name}.sqlite3"

    def _full(self, name: str) -> str:
        return f"site_{settings.DATABASES['default']['TEST']['NAME']}_{name}".replace("-", "_")

    def create(self, name: str, *, copy_of: str = "") -> None:
        if self.postgres:
            template = f' TEMPLATE "{self._full(copy_of)}"' if copy_of else ""
            self._admin(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')
            self._admin(f'CREATE DATABASE "{self._full(name)}"{template}')
        elif copy_of:
            shutil.copyfile(self.folder / f"{copy_of}.sqlite3", self.folder / f"{name}.sqlite3")

    def drop(self, name: str) -> None:
        if self.postgres:
            self._admin(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')

    def _admin(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.postgres, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@contextmanager
def serving(databases: Databases, name: str) -> Iterator[Site]:
    """The site on a copy of the sample data; gone, copy and all, at the end."""
    databases.create(name, copy_of="sample")
    with serving_on(databases.url(name), databases.folder, databases.folder / f"{name}.log") as site:
        yield site
    databases.drop(name)

"""Where test databases are kept: files beside each other, or databases of one server. Each is called what Django's
settings call it, so a file by its path."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

TEMPLATE = re.compile(r"maeul_(?P<kind>[a-z]+)_[0-9a-f]{16}")


class Store(Protocol):
    def url(self, name: str) -> str: ...

    def template(self, kind: str, key: str) -> str:
        """What the template of that key is called."""

    def templates(self, kind: str) -> list[str]:
        """Those that are there, the last used first."""

    def use(self, template: str) -> bool:
        """Whether it is there; from now on it is the last used."""

    def create(self, name: str, source: str = "") -> None:
        """Empty or a copy, in the place of what may have had that name."""

    def rename(self, name: str, new: str) -> None: ...

    def drop(self, name: str) -> None: ...


class Files:
    def __init__(self, cache: Path) -> None:
        self.cache = cache

    def url(self, name: str) -> str:
        return f"sqlite:///{name}"

    def template(self, kind: str, key: str) -> str:
        return str(self.cache / f"maeul_{kind}_{key}.sqlite3")

    def templates(self, kind: str) -> list[str]:
        found = [path for path in self.cache.glob("*.sqlite3") if is_template(path.stem, kind)]
        return [str(path) for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]

    def use(self, template: str) -> bool:
        try:
            os.utime(template)
        except FileNotFoundError:
            return False
        return True

    def create(self, name: str, source: str = "") -> None:
        self.drop(name)
        if source:
            shutil.copyfile(source, name)

    def rename(self, name: str, new: str) -> None:
        Path(name).replace(new)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


class Server:
    """A template's comment is the moment of its last use."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url

    def url(self, name: str) -> str:
        return urlsplit(self.server_url)._replace(path=f"/{name}").geturl()

    def template(self, kind: str, key: str) -> str:
        return f"maeul_{kind}_{key}"

    def templates(self, kind: str) -> list[str]:
        with self._server() as server:
            rows = server.execute("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database").fetchall()
        found = [(used or "", name) for name, used in rows if is_template(name, kind)]
        return [name for _used, name in sorted(found, reverse=True)]

    def use(self, template: str) -> bool:
        with self._server() as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
                return False
            told = sql.SQL("COMMENT ON DATABASE {} IS {}")
            server.execute(told.format(sql.Identifier(template), sql.Literal(datetime.now(UTC).isoformat())))
        return True

    def create(self, name: str, source: str = "") -> None:
        self.drop(name)
        told = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self._server() as server:
            server.execute(told.format(sql.Identifier(name), sql.Identifier(source or "template1")))

    def rename(self, name: str, new: str) -> None:
        told = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self._server() as server:
            server.execute(told.format(sql.Identifier(name), sql.Identifier(new)))

    def drop(self, name: str) -> None:
        with self._server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def _server(self) -> Iterator["psycopg.Connection[Any]"]:
        connection = psycopg.connect(self.server_url, autocommit=True)
        try:
            yield connection
        finally:
            connection.close()


def is_template(name: str, kind: str) -> bool:
    match = TEMPLATE.fullmatch(name)
    return bool(match) and match["kind"] == kind

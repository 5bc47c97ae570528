"""The site as `make demo` serves it: a process of its own on a database of its own, a copy of the loaded sample data."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 60  # seconds until the server answers


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


@dataclass(frozen=True)
class Site:
    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database; returns what it printed."""
        return run_manage(self.environment, *arguments)


def run_manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment_of(database_url: str, files: Path, base_url: str = "") -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(files / "media"),
        "PRIVATE_ROOT": str(files / "private"),
        "PYTHONUNBUFFERED": "1",
    } | ({"BASE_URL": base_url} if base_url else {})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(databases: Databases, name: str, log: Path) -> Iterator[Site]:
    """The site on a copy of the sample data; gone, copy and all, at the end."""
    databases.create(name, copy_of="sample")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = environment_of(databases.url(name), databases.folder, url)
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            wait_until_it_answers(f"{url}/healthz", server, log)
            yield Site(url, environment)
        finally:
            server.terminate()
            server.wait(timeout=20)
    databases.drop(name)


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of this machine
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"The server did not answer within {PATIENCE} s: {log.read_text()}")

"""The site in a process of its own, as `make demo` serves it: for pictures and for tests in a browser."""

import os
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

from django.conf import settings

PATIENCE = 120  # seconds until the server answers


@dataclass(frozen=True)
class Site:
    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's database; returns what it printed."""
        return run_manage(self.environment, *arguments)


def environment_of(database_url: str, files: Path, base_url: str = "") -> dict[str, str]:
    told = {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "DEBUG": "0",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(files / "media"),
        "PRIVATE_ROOT": str(files / "private"),
        "MAILS_ROOT": str(files / "mails"),
        "PYTHONUNBUFFERED": "1",
        "SECOND_FACTOR_REQUIRED": "0",  # the sample sign-ins are for looking around
    }
    return os.environ | told | ({"BASE_URL": base_url} if base_url else {})


def run_manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own manage.py
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed: {done.stderr}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database_url: str, files: Path, log: Path) -> Iterator[Site]:
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", environment_of(database_url, files, f"http://127.0.0.1:{port}"))
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 - our own manage.py
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env=site.environment,
            stdout=output,
            stderr=output,
        )
        try:
            _wait_until_it_answers(f"{site.url}/healthz", server, log)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped: {log.read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of this machine
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"The server did not answer within {PATIENCE} s: {log.read_text()}")

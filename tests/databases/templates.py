"""Databases that were made once and are copied from then on: a migrated one, and one with the sample data.

A template stays between runs under the key of what it was made from, and goes when newer ones have been used since.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache as remembered
from django.db import connection

from lms.demo.serving import environment_of, run_manage
from tests.databases import keys
from tests.databases.stores import Files, Server, Store

CACHE = Path(tempfile.gettempdir()) / "maeul_templates"
KEPT = 6  # of a kind: checkouts of one machine share them


@cache
def store() -> Store:
    """Of the database that the tests run on."""
    return Server(os.environ["TEST_DATABASE_URL"]) if connection.vendor == "postgresql" else Files(CACHE)


@dataclass(frozen=True)
class Template:
    kind: str
    key: Callable[[], str]
    make: Callable[[str], None]  # a database of that name
    is_whole: Callable[[], bool] = lambda: True  # what belongs to it is there, too

    @property
    def name(self) -> str:
        return store().template(self.kind, self.key())

    def copy_to(self, name: str) -> None:
        """The first process that asks makes the template while the others wait."""
        with locked(CACHE / f"{connection.vendor}_{self.kind}.lock"):
            if not (self.is_whole() and store().use(self.name)):
                self._make()
            store().create(name, self.name)

    def forget(self) -> None:
        with locked(CACHE / f"{connection.vendor}_{self.kind}.lock"):
            store().drop(self.name)

    def _make(self) -> None:
        unfinished = f"{self.name}_unfinished"
        self.make(unfinished)
        store().drop(self.name)
        store().rename(unfinished, self.name)
        store().use(self.name)
        for old in store().templates(self.kind)[KEPT:]:
            store().drop(old)


def _migrate(name: str) -> None:
    store().create(name)
    settings_of_tests = {"DJANGO_SETTINGS_MODULE": "lms.settings.test", "TEST_DATABASE_URL": store().url(name)}
    run_manage(os.environ | settings_of_tests, "migrate", "-v0", "--run-syncdb")


def _load(name: str) -> None:
    """By the command that people use. A server has the rows, and this machine the files."""
    MIGRATED.copy_to(name)
    files = sample_files()
    shutil.rmtree(files, ignore_errors=True)
    for folder in ("media", "private"):
        (files / folder).mkdir(parents=True)
    run_manage(environment_of(store().url(name), files), "seed_demo")
    for old in sorted(CACHE.glob(f"files_{connection.vendor}_*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old)


def sample_files() -> Path:
    """The folders media and private that belong to the sample."""
    return CACHE / f"files_{connection.vendor}_{keys.of_sample()}"


MIGRATED = Template("migrated", keys.of_migrated, _migrate)
SAMPLE = Template("sample", keys.of_sample, _load, lambda: sample_files().exists())


def copy_files_of_sample(media: Path, private: Path) -> None:
    os.utime(sample_files())
    shutil.copytree(sample_files() / "media", media, copy_function=_put, dirs_exist_ok=True)
    shutil.copytree(sample_files() / "private", private, copy_function=_put, dirs_exist_ok=True)


def _put(source: str, target: str) -> None:
    """As a file of now, and at once: another process may be reading the one in its place."""
    arriving = f"{target}.{os.getpid()}"
    shutil.copyfile(source, arriving)
    Path(arriving).replace(target)


def switch(name: str) -> None:
    """The process goes on with that database."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    remembered.clear()


@contextmanager
def copied(template: Template, name: str) -> Iterator[None]:
    """The process works on a copy of its own, which goes at the end."""
    before = connection.settings_dict["NAME"]
    template.copy_to(name)
    switch(name)
    yield
    switch(before)
    store().drop(name)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

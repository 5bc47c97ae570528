"""What a template was made from, as a short key: with another key it is another template."""

import ast
import hashlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from cms.domain import first_site
from lms.common import clock
from lms.common.integrity import triggers

SOURCES = ("lms", "cms", "courses", "mentoring", "templates")
COMPILED = {".pyc", ".mo"}


@cache
def of_migrated() -> str:
    """Everything that `migrate` writes: tables, and what stands in them and beside them from then on."""
    return digest(
        connection.vendor,
        sys.version,
        *sorted(f"{one.name}=={one.version}" for one in distributions()),
        *settings.INSTALLED_APPS,
        *(path.read_text(encoding="utf-8") for path in migrations()),
        *written_after_migrate(),
    )


@cache
def of_sample() -> str:
    """The sample data are told from today, and some from this hour."""
    files = (path for folder in SOURCES for path in sorted((settings.BASE_DIR / folder).rglob("*")) if is_source(path))
    contents = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return digest(of_migrated(), f"{clock.now():%Y-%m-%d %H}", *contents)


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def is_source(path: Path) -> bool:
    return path.is_file() and path.suffix not in COMPILED


def migrations() -> list[Path]:
    """Of our own apps, and the modules of ours that they import."""
    ours = [Path(app.path) for app in apps.get_app_configs() if is_ours(app.name)]
    found = [path for folder in ours for path in sorted(folder.glob("migrations/*.py"))]
    return found + sorted({module for path in found for module in modules_of_ours(path)})


def is_ours(dotted: str) -> bool:
    return dotted.partition(".")[0] in SOURCES


def modules_of_ours(path: Path) -> Iterator[Path]:
    source = path.read_text(encoding="utf-8")
    if not any(f"from {ours}" in source for ours in SOURCES):  # parsing them all takes half a second
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and is_ours(node.module or ""):
            for name in [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]:
                spec = _spec(str(name))
                if spec and spec.origin:
                    yield Path(spec.origin)


def _spec(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except ModuleNotFoundError:  # a name in a module
        return None


# The receivers of `post_migrate` that are ours, as the architecture test compares them with those that are connected.
AFTER_MIGRATE = {triggers.install, first_site.after_migrating}


def written_after_migrate() -> list[str]:
    modules = [inspect.getsource(module) for module in (triggers, first_site)]
    return [settings.BASE_URL, *modules, *sorted(map(repr, triggers.TRIGGERS.values()))]

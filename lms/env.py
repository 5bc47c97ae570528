"""Settings are read from the environment here and nowhere else. A bad value stops the start and says what it must be."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set.")
    return value


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of: 1, 0, true, false, yes, no, on, off. It is {value!r}.")


def number(name: str, default: int, *, low: int = 0) -> int:
    value = os.environ.get(name, str(default))
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number. It is {value!r}.") from None
    if parsed < low:
        raise ImproperlyConfigured(f"{name} must be at least {low}. It is {value!r}.")
    return parsed


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    path = Path(os.environ.get(name, str(default)))
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name} must be an absolute path. It is {str(path)!r}.")
    return path

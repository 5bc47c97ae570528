"""Names of files. A person's own is only ever shown; on disk a file has a name that nobody can guess."""

import secrets
import unicodedata

from lms.common.text.sanitise import clean_text

LONGEST = 80
_NOT_IN_NAMES = frozenset('<>:"|?*;%')


def display_name(name: str, *, fallback: str = "file") -> str:
    """What is left of a name when it can no longer be a path, a second header or another ending than it shows."""
    last = clean_text(name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(_plain(character) for character in last)
    stem, dot, extension = " ".join(kept.split()).rstrip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    ending = f".{extension[:10]}" if extension else ""
    return (stem[: LONGEST - len(ending)].strip(". ") or fallback) + ending


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""
    return " " if character.isspace() else "_" if character in _NOT_IN_NAMES else character


def stored_name(extension: str) -> str:
    """128 random bits and an ending of our own choice."""
    return f"{secrets.token_hex(16)}.{extension}"


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""

"""The folders of files: what is in them, and putting it back into empty ones."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings

from lms.common.backup.errors import Refused


def roots() -> dict[str, Path]:
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def stored() -> Iterator[tuple[str, Path]]:
    """The name in an archive, and the file. What appears meanwhile may be in it or not."""
    for name, root in roots().items():
        for folder, _folders, files in os.walk(root):
            for file in sorted(files):
                path = Path(folder) / file
                yield f"{name}/{path.relative_to(root).as_posix()}", path


def place_of(name: str) -> Path:
    """Where a file of an archive belongs. A name that leads out of its folder is refused."""
    root, *rest = PurePosixPath(name).parts or ("",)
    odd = not rest or ".." in rest or "\\" in name or "\0" in name or name != "/".join((root, *rest))
    if odd or root not in roots():
        raise Refused(f"The archive holds a file name that no backup has: {name!r}.")
    return roots()[root].joinpath(*rest)


def filled() -> str:
    """A folder that has a file, or nothing."""
    for name, _path in stored():
        return str(roots()[name.partition("/")[0]])
    return ""

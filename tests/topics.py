"""What a topic brings of its own for tests that walk all of them, in its folder of tests:

- `matrix.csv`: rows of the permission table for its addresses (tests/matrix)
- `world.py`: `things()` names what stands in those addresses; `locked_rows(engagement)` gives the rows that its machines
  lock, hanging together with that engagement where they have to do with one (tests/races); `no_pages()` names addresses
  that give a file or lead elsewhere (tests/browser)
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

TESTS = Path(__file__).parent


def files(name: str) -> list[Path]:
    folders = (TESTS.joinpath(*topic.split(".")) for topic in settings.TOPICS)
    return [folder / name for folder in folders if (folder / name).exists()]


def called(function: str, *arguments: Any) -> Iterator[Any]:
    """What the function of that name returns in each world that has one."""
    for path in files("world.py"):
        module = import_module(".".join(path.relative_to(TESTS.parent).with_suffix("").parts))
        if hasattr(module, function):
            yield getattr(module, function)(*arguments)

"""The kinds of leaf, each in a file of this folder that names its class as LEAF. No other place lists them."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from courses.criteria.leaf import Leaf


def _kinds() -> Iterator[type[Leaf]]:
    for module in iter_modules(__path__):
        yield import_module(f"{__name__}.{module.name}").LEAF


LEAVES = {kind.op: kind for kind in _kinds()}

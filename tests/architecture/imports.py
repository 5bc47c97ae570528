"""The modules of the product and who imports whom, as import-linter sees them, and its contracts as pyproject.toml has them."""

import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import grimp
from grimp import ImportGraph
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

ROOT = Path(__file__).resolve().parents[2]
configure()
KINDS: dict[str, type[Contract]] = {"layers": LayersContract, "forbidden": ForbiddenContract}


@cache
def options() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: dict[str, Any] = tomllib.load(file)["tool"]["importlinter"]
    return found


def contract_options(name: str) -> dict[str, Any]:
    (found,) = (one for one in options()["contracts"] if one["name"] == name)
    return dict(found)


@cache
def graph() -> ImportGraph:
    """With what is imported under TYPE_CHECKING, too: who has to know another's types can't be read without it."""
    return grimp.build_graph(*options()["root_packages"], cache_dir=None)


def is_kept(name: str, *added: tuple[str, str]) -> bool:
    """Whether a contract holds, with these imports (importer, imported) beside those that are there."""
    told = contract_options(name)
    contract = KINDS[told["type"]](name=name, session_options=options(), contract_options=told)
    tried = deepcopy(graph())
    for importer, imported in added:
        assert {importer, imported} <= tried.modules
        tried.add_import(importer=importer, imported=imported)
    return contract.check(graph=tried, verbose=False).kept


@cache
def topics() -> list[str]:
    """The topics of the contract, the highest first."""
    return [
        name.strip()
        for layer in contract_options("Topics import downwards only")["layers"]
        for name in layer.split("|")
    ]


def topic_of(module: str) -> str:
    return next((topic for topic in topics() if f"{module}.".startswith(f"{topic}.")), "")


def imports() -> dict[str, set[str]]:
    mine = {module for module in graph().modules if ".migrations" not in module}
    return {module: graph().find_modules_directly_imported_by(module) & mine for module in mine}


def circle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """One of the circles, or nothing."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []

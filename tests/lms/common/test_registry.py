import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import pytest
from django.apps import apps

from lms.common.registry import Registry
from tests.registries import emptied

OURS = {"lms", "cms", "courses", "mentoring"}


@dataclass(frozen=True)
class Dish:
    price: int


def cook() -> str:
    return "rice"


def bake() -> str:
    return "bread"


def registries() -> dict[str, Registry[Any]]:
    """By module and constant."""
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in OURS]
    return {
        f"{module.__name__}.{constant}": value
        for module in ours
        for constant, value in vars(module).items()
        if isinstance(value, Registry)
    }


def test_comes_in_its_order_and_then_by_key() -> None:
    dishes: Registry[str] = Registry("dishes")
    dishes.add("soup", "국")
    dishes.add("rice", "밥")
    dishes.add("tea", "차", order=101)
    dishes.add("water", "물", order=1)
    assert list(dishes.items()) == [("water", "물"), ("rice", "밥"), ("soup", "국"), ("tea", "차")]
    assert (len(dishes), "rice" in dishes, "bread" in dishes, dishes.get("bread")) == (4, True, False, None)


def test_a_key_that_nobody_added_is_named_with_those_that_are_there() -> None:
    dishes: Registry[str] = Registry("dishes")
    with pytest.raises(KeyError) as caught:
        dishes["soup"]
    assert caught.value.args == ("dishes: 'soup' is none of nothing",)
    dishes.add("tea", "차")
    dishes.add("rice", "밥")
    with pytest.raises(KeyError) as caught:
        dishes["soup"]
    assert caught.value.args == ("dishes: 'soup' is none of rice, tea",)
    assert dishes["tea"] == "차"


@pytest.mark.parametrize(
    ("value", "order"),
    [(Dish(2), 100), (Dish(1), 101), (cook, 100)],
)
def test_another_value_or_order_of_a_key_is_refused(value: Any, order: int) -> None:
    dishes: Registry[Any] = Registry("dishes")
    dishes.add("soup", Dish(1))
    with pytest.raises(ValueError, match=r"^dishes: 'soup' is there already, with another value or order$"):
        dishes.add("soup", value, order=order)
    assert dict(dishes) == {"soup": Dish(1)}


@pytest.mark.parametrize(("first", "second"), [(cook, bake), (lambda: "rice", lambda: "rice")])
def test_another_function_of_a_key_is_refused(first: Callable[[], str], second: Callable[[], str]) -> None:
    dishes: Registry[Callable[[], str]] = Registry("dishes")
    dishes.add("soup", first)
    with pytest.raises(ValueError, match="there already"):
        dishes.add("soup", second)
    assert dishes["soup"] is first


def test_the_same_again_stands_there_once() -> None:
    dishes: Registry[Any] = Registry("dishes")
    for _time in range(2):
        dishes.add("soup", Dish(1))
        dishes.add("rice", cook)
    assert dict(dishes) == {"rice": cook, "soup": Dish(1)}


def test_a_function_of_a_module_that_was_loaded_again_takes_the_place_of_the_first() -> None:
    dishes: Registry[Any] = Registry("dishes")
    dishes.add("rice", cook)
    again = FunctionType(cook.__code__, cook.__globals__)
    assert (again == cook, again.__qualname__) == (False, "cook")
    dishes.add("rice", again)
    assert len(dishes) == 1
    assert dishes["rice"] is again


def test_what_a_test_adds_is_gone_after_it() -> None:
    dishes: Registry[str] = Registry("dishes")
    dishes.add("soup", "국")
    with emptied(dishes):
        assert dict(dishes) == {}
        dishes.add("tea", "차")
        assert dict(dishes) == {"tea": "차"}
    assert dict(dishes) == {"soup": "국"}


def test_apps_that_are_set_up_twice_add_nothing_twice() -> None:
    before = {name: dict(registry) for name, registry in registries().items()}
    assert [name for name, entries in before.items() if not entries] == []
    for config in apps.get_app_configs():
        if config.name.startswith(("lms.", "courses", "mentoring")):
            config.ready()
    assert {name: dict(registry) for name, registry in registries().items()} == before

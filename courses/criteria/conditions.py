"""What the editors' form of a rule offers: conditions to pick and to fill in, described without a library of forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from courses.criteria.reading import Json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
else:
    _StrPromise = str

Words = str | _StrPromise


@dataclass(frozen=True, kw_only=True)
class ConditionField:
    """`name` is the part of the JSON that it fills in. A field that is alone in its condition goes by its label."""

    name: str
    label: Words = ""

    def can_show(self, value: Any) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class WholeNumber(ConditionField):
    """From 1; the most that is allowed is a matter of reading the rule."""

    default: int | None = None


@dataclass(frozen=True, kw_only=True)
class Text(ConditionField):
    max_length: int
    help_text: Words = ""


@dataclass(frozen=True, kw_only=True)
class OneOf(ConditionField):
    choices: Callable[[], Sequence[tuple[str, Words]]]  # asked anew for each form, since their words have a language
    default: str | None = None

    def can_show(self, value: Any) -> bool:
        """A draft may leave it open."""
        return not value or any(value == choice for choice, _label in self.choices())


@dataclass(frozen=True, kw_only=True)
class OneLesson(ConditionField):
    """A lesson of the curriculum, picked as a page and kept as its key."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A leaf may be offered as several conditions: `fixed` is what picking this one says already."""

    name: str
    label: Words
    icon: str
    fields: tuple[ConditionField, ...] = ()
    fixed: Json = field(default_factory=dict)

    def filled(self, rule: Json) -> dict[str, Any] | None:
        """The fields' values for a rule of this leaf; None if this condition can't show it."""
        if any(rule.get(name) != value for name, value in self.fixed.items()):
            return None
        if not all(part.name in rule and part.can_show(rule[part.name]) for part in self.fields):
            return None
        return {part.name: rule[part.name] for part in self.fields}

    def written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The parts of the rule that these values make."""
        return {**self.fixed, **values}

    def errors(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What is wrong between several fields, by field. One field alone is judged when the rule is read."""
        return {}

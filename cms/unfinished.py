"""What a page still lacks before it is published, by the names that editors read. A draft may lack all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import Block
from wagtail.fields import StreamField

Step = tuple[Any, Any, Any]  # what an error of a block holds: the block, its value, and the name said for it


@contextmanager
def named_errors(block: Block, value: Any) -> Iterator[None]:
    """Wagtail's own word for what is wrong inside a block is English; lists of errors and messages say this instead."""
    try:
        yield
    except ValidationError as error:
        error.message = ", ".join(dict.fromkeys(_names(error, block, value)))
        raise


def _names(error: ValidationError, block: Block, value: Any) -> Iterator[str]:
    for message in getattr(error, "non_block_errors", []):
        yield str(message)
    for place, inner in getattr(error, "block_errors", {}).items():
        child, its_value, name = _child(block, value, place)
        below = list(_names(inner, child, its_value))
        yield from (f"{name} › {each}" for each in below) if below else [name]


def _child(block: Any, value: Any, place: int | str) -> Step:
    """Of a stream or a list by its number, of a struct by its name."""
    if isinstance(place, str):
        child = block.child_blocks[place]
        return child, value and value[place], str(child.label)
    number = place + 1
    child = value[place].block if hasattr(block, "child_blocks") else block.child_block
    inner = value[place].value if hasattr(block, "child_blocks") else value[place]
    return child, inner, _("%(block)s no. %(n)d") % {"block": child.label, "n": number}


class FinishedWhenLive:
    """Whatever publishes it (a form, a list, a review, the clock): a page that is live lacks nothing."""

    # Numbers that a draft leaves open: their columns hold 0 until then.
    open_numbers: tuple[str, ...] = ()

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if clean and getattr(self, "live", False) and (lacking := self.lacking()):
            raise ValidationError(_("This is still missing: %(what)s") % {"what": ", ".join(lacking)})
        return super().save(clean=clean, **kwargs)  # type: ignore[misc]

    def lacking(self) -> list[str]:
        columns = self._meta.local_concrete_fields  # type: ignore[attr-defined]
        own = [field for field in columns if field.editable and not field.primary_key]
        return [said for field in own for said in self._lacking_in(field)]

    def _lacking_in(self, field: Any) -> list[str]:
        value = getattr(self, field.name)
        if isinstance(field, StreamField):
            return _of_stream(field, value)
        is_open = value == 0 if field.name in self.open_numbers else not field.blank and value in field.empty_values
        return [str(field.verbose_name)] if is_open else []


def _of_stream(field: StreamField, value: Any) -> list[str]:
    try:
        field.stream_block.clean(value)
    except ValidationError as error:
        return [f"{field.verbose_name}: {error.message}"]
    return []

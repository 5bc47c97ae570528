"""How a new lesson begins: the parts that every lesson has, each saying what belongs there."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _


def hints() -> tuple[str, str, str, str]:
    return (
        _("Ask for something that people know from their own life."),
        _("Three or four sentences a paragraph, one thought in each."),
        _("One thing to do before the next lesson."),
        _("Say again in two sentences what matters most."),
    )


def new_lesson_parts() -> list[tuple[str, Any]]:
    begin, know, do, keep = hints()
    return [
        ("text", _part(_("To begin with"), begin)),
        ("text", _part(_("What to know"), know)),
        ("checklist", {"title": _("Try it"), "items": [do]}),
        ("text", _part(_("To take along"), keep)),
    ]


def _part(heading: str, hint: str) -> str:
    return format_html("<h2>{}</h2><p>{}</p>", heading, hint)

"""How a new lesson begins: the parts that every lesson has, each saying what belongs there."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _


def new_lesson_parts() -> list[tuple[str, Any]]:
    return [
        ("text", _part(_("To begin with"), _("Ask for something that people know from their own life."))),
        ("text", _part(_("What to know"), _("Three or four sentences a paragraph, one thought in each."))),
        ("checklist", {"title": _("Try it"), "items": [_("One thing to do before the next lesson.")]}),
        ("text", _part(_("To take along"), _("Say again in two sentences what matters most."))),
    ]


def _part(heading: str, hint: str) -> str:
    return format_html("<h2>{}</h2><p>{}</p>", heading, hint)

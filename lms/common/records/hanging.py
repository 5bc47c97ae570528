from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Hanging:
    """One thing that rests on another, for whoever ends that: none of it ends by itself. Topics enter what they know."""

    kind: str | Promise
    text: str
    state: str = ""
    path: str = ""

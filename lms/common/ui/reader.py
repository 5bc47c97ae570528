"""What the frame of every page asks about its reader: all of it in one query. Each topic enters its question."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from lms.common.registry import Registry

# Of the reader's row: an expression, of which the answer is never empty.
QUESTIONS: Registry[Callable[[HttpRequest], Combinable]] = Registry("what every page asks about its reader")


def ask(request: HttpRequest) -> None:
    """The answers are kept with the reader, for this request alone."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not QUESTIONS:
        return
    questions = {f"asked_{key}": question(request) for key, question in QUESTIONS.items()}
    rows = get_user_model()._default_manager.filter(pk=user.pk).order_by()
    found = rows.annotate(**questions).values(*questions).first() or {}
    user._answers = {key: found.get(f"asked_{key}") for key in QUESTIONS}


def answer(user: Any, key: str) -> Any:
    """Nothing where no page has asked: then whoever needs it asks alone."""
    return getattr(user, "_answers", {}).get(key)

"""Log lines of a server: one JSON object each, joined to its request by an id, without what people typed."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from lms.common.clock import SEOUL

request_id: ContextVar[str] = ContextVar("request_id", default="")

# E-mail addresses, telephone and other long numbers, and everything that is not English: messages of programs are.
TYPED = re.compile(r"[^\s'\"(<]+@[^\s'\")>]+|\+?\d[\d .-]{5,}\d|[^\x00-\x7f]+")


class JsonFormatter(logging.Formatter):
    """JSON writes a line break as `\\n`, so nothing that a stranger sends begins a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        request: HttpRequest | None = getattr(record, "request", None)
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, SEOUL).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(request, "request_id", "") or request_id.get(),
            "message": without_typed(record.getMessage()),
        }
        if isinstance(request, HttpRequest):
            line |= address_of(request) | {"message": line["message"].partition(": /")[0]}
        if record.exc_info and record.exc_info[1]:
            line["traceback"] = told(record.exc_info[1])
        return json.dumps(line)


def without_typed(text: str) -> str:
    return TYPED.sub("…", text)


def address_of(request: HttpRequest) -> dict[str, Any]:
    """The pattern and the row numbers in place of the path: a path may carry a search, a reset link or a code."""
    match = request.resolver_match
    if not match:
        return {"method": request.method}
    rows = {name: value for name, value in match.kwargs.items() if isinstance(value, int)}
    return {"method": request.method, "address": match.route, "rows": rows}


def told(error: BaseException) -> str:
    """The traceback with the first line of each message: PostgreSQL prints the failing row in those after it."""
    chain: list[BaseException] = []
    step: BaseException | None = error
    while step and step not in chain:
        chain.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\n".join(
        "".join(traceback.format_tb(one.__traceback__))
        + f"{type(one).__module__}.{type(one).__qualname__}: {without_typed(str(one).partition(chr(10))[0])}"
        for one in reversed(chain)
    )

"""Private files go out through here, after the view's permission check."""

from typing import IO

from django.http import FileResponse
from django.http.response import HttpResponseBase

from lms.common.files.names import display_name

# Opened by its own address, a file is in no position to do anything as this site.
SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; frame-ancestors 'self'; "
    "sandbox"
)


def private_file(content: IO[bytes], *, name: str, content_type: str, show: bool = False) -> HttpResponseBase:
    """`show`: as part of a page; otherwise it is saved. No validators and no ranges: a conditional request is answered
    as any other, so neither a stranger nor a cache learns from it that there is a file, or which."""
    response = FileResponse(content, as_attachment=not show, filename=display_name(name), content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response

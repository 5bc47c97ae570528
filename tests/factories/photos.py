"""Photos of visits, taken in as the form takes them in."""

import io
from typing import Any

from lms.common.files.fields import TakenPhoto, take
from mentoring.coaching.models import Engagement
from mentoring.visits.domain.photos import PhotoChanges
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import files, visits


def taken(colour: str = "red", *, name: str = "사진.jpg", content: bytes = b"") -> TakenPhoto:
    sent = content or files.photo(size=(640, 480), colour=colour)
    return take(io.BytesIO(sent), name=name, size=len(sent))


def added(*colours: str, caption: str = "") -> PhotoChanges:
    return PhotoChanges(added=tuple(taken(colour) for colour in colours), caption=caption)


def log(
    engagement: Engagement, *colours: str, state: str = VisitState.DRAFT, caption: str = "", **fields: Any
) -> Visit:
    return visits.log(engagement, state, photos=added(*colours or ("red",), caption=caption), **fields)

"""What is sealed of visits: a log with its photos and the private note once it is confirmed, what was answered, and what was
added."""

from lms.common.integrity.seals import Sealed
from mentoring.visits.enums import VISIT, VisitState
from mentoring.visits.models.content import IN_ROW

_CONFIRMED = (VISIT.model, VisitState.CONFIRMED.value)

SEALED = (
    Sealed(
        "visits.Visit",
        (
            *("centre_id", "engagement_id", "expert_id", "author_id", "client_uuid", "number"),
            *IN_ROW,
            *("no_show_side", "created_at", "submitted_at", "confirm_by"),
        ),
        after=_CONFIRMED,
    ),
    Sealed("visits.Confirmation", ("visit_id", "person_id", "verdict", "comment", "at"), moment="at"),
    Sealed("visits.Addendum", ("visit_id", "author_id", "text", "written_at"), moment="written_at"),
    Sealed("visits.PrivateNote", ("author_id", "text", "written_at"), after=_CONFIRMED, by="visit_id"),
    Sealed(
        "visits.VisitPhoto",
        (
            *("visit_id", "position", "file", "thumbnail", "name", "caption", "width", "height", "size"),
            *("sha256", "thumbnail_sha256", "source_sha256", "added_by_id", "added_at"),
        ),
        moment="added_at",
        after=_CONFIRMED,
        by="visit_id",
    ),
)

"""What the database refuses, and what is sealed, of the tables of `lms.common` itself."""

from lms.common.integrity.seals import Sealed
from lms.common.integrity.triggers import Trigger, append_only, changed

TRIGGERS = (
    *append_only("statechange", "common.StateChange"),
    *append_only("accesslog", "common.AccessLog"),
    Trigger(
        "destruction_unchanged",
        "common.Destruction",
        "UPDATE",
        f"OLD.ended_at IS NOT NULL OR {changed(['subject', 'row_id', 'older_than', 'begun_at'])}",
    ),
    Trigger("destruction_kept", "common.Destruction", "DELETE", "TRUE"),
    Trigger("seal_unchanged", "common.Seal", "UPDATE", "TRUE"),
    Trigger("seal_kept", "common.Seal", "DELETE", "TRUE"),
)

SEALED = (
    Sealed(
        "common.StateChange",
        (
            *("subject", "subject_id", "number", "centre_id", "action", "from_state", "to_state", "actor_id"),
            *("reason", "data", "ip", "request_id", "at"),
        ),
        moment="at",
    ),
    Sealed(
        "common.AccessLog",
        (
            *("actor_id", "action", "subject", "subject_id", "centre_id", "whose", "reason", "data", "ip"),
            *("request_id", "at"),
        ),
        moment="at",
    ),
    Sealed("common.Destruction", ("subject", "row_id", "older_than", "begun_at", "ended_at")),
)

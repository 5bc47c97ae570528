from lms.common.integrity.triggers import Trigger, changed

_CERTIFICATE = changed(
    [
        *("centre_id", "completion_id", "person_id", "course_key", "year", "sequence", "number", "code"),
        *("sha256", "issued_at", "issued_by_id"),
    ]
)

# The one exception: the holder left. Once, and then the paper and the name go together and nothing else.
_ERASING = "(OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)"

_PAPER = changed(["snapshot", "pdf", "erased_at"])

_NAME_AND_REST = {
    "sqlite": "json_extract(NEW.snapshot, '$.name') IS DISTINCT FROM '' OR "
    "json_remove(OLD.snapshot, '$.name') IS DISTINCT FROM json_remove(NEW.snapshot, '$.name')",
    "postgresql": "NEW.snapshot->>'name' IS DISTINCT FROM '' OR "
    "(OLD.snapshot - 'name') IS DISTINCT FROM (NEW.snapshot - 'name')",
}

TRIGGERS = (
    Trigger(
        "certificate_frozen",
        "credentials.Certificate",
        "UPDATE",
        f"{_CERTIFICATE} OR (({_PAPER}) AND NOT ({_ERASING} AND NEW.pdf = ''))",
    ),
    *(
        Trigger(
            f"certificate_erasure_{vendor}",
            "credentials.Certificate",
            "UPDATE",
            f"{_ERASING} AND ({rest})",
            only=vendor,
        )
        for vendor, rest in _NAME_AND_REST.items()
    ),
    Trigger("certificate_kept", "credentials.Certificate", "DELETE", "TRUE"),
)

"""What is sealed of enrolments: what they led to, and what was accepted for them."""

from lms.common.integrity.seals import Sealed

SEALED = (
    Sealed(
        "runs.Completion",
        ("centre_id", "enrolment_id", "person_id", "course_key", "minutes", "completed_at", "follows_id"),
        moment="completed_at",
    ),
    Sealed(
        "runs.CompletionWithdrawal",
        ("centre_id", "completion_id", "asked_by_id", "asked_at", "withdrawn_by_id", "withdrawn_at"),
        moment="withdrawn_at",
    ),
    Sealed(
        "runs.Evidence",
        (
            *("centre_id", "person_id", "course_key", "kind", "accepted", "reason", "accepted_by_id", "accepted_at"),
            "supersedes_id",
        ),
        moment="accepted_at",
    ),
)

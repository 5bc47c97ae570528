"""What is sealed of certificates: all that was issued. Of who leaves, the rest is sealed anew without the name."""

from lms.common.integrity.seals import Sealed

SEALED = (
    Sealed(
        "credentials.Certificate",
        (
            *("centre_id", "completion_id", "person_id", "course_key", "year", "sequence", "number", "code"),
            *("snapshot", "pdf", "sha256", "issued_at", "issued_by_id", "erased_at"),
        ),
    ),
)

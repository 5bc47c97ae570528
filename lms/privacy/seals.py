"""What is sealed of consents."""

from lms.common.integrity.seals import Sealed

SEALED = (
    Sealed("privacy.Consent", ("person_id", "text_id", "given", "at", "source"), moment="at"),
    Sealed("privacy.ConsentText", ("purpose", "version", "text", "valid_from")),
)

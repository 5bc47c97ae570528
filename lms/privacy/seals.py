"""What is sealed of consents."""

from lms.common.integrity.seals import Sealed

OFFICER = ("officer_name", "officer_position", "officer_phone", "officer_email")
SEALED = (
    Sealed("privacy.Consent", ("person_id", "text_id", "given", "at", "source"), moment="at"),
    Sealed("privacy.ConsentText", ("centre_id", "purpose", "version", "text", "valid_from", "material")),
    Sealed("privacy.PrivacyNotice", ("centre_id", "version", *OFFICER, "months", "valid_from")),
)

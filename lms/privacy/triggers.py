"""What the database itself refuses to do to consents."""

from lms.common.integrity.triggers import Trigger, append_only

TRIGGERS = (
    *append_only("consent", "privacy.Consent"),
    Trigger("consenttext_unchanged", "privacy.ConsentText", "UPDATE", "TRUE"),
    Trigger("consenttext_kept", "privacy.ConsentText", "DELETE", "TRUE"),
    Trigger("privacynotice_unchanged", "privacy.PrivacyNotice", "UPDATE", "TRUE"),
    Trigger("privacynotice_kept", "privacy.PrivacyNotice", "DELETE", "TRUE"),
)

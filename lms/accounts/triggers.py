"""What the database itself refuses to do to consents."""

from lms.common.triggers import Trigger, append_only

TRIGGERS = (
    *append_only("consent", "accounts.Consent"),
    Trigger("consenttext_unchanged", "accounts.ConsentText", "UPDATE", "TRUE"),
    Trigger("consenttext_kept", "accounts.ConsentText", "DELETE", "TRUE"),
)

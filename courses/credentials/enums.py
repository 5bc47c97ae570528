from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Words


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    SUPERSEDED = "superseded", _("Replaced")
    REVOKED = "revoked", pgettext_lazy("site", "Revoked")


CERTIFICATE_TRANSITIONS: dict[str, dict[str, CertificateState]] = {
    CertificateState.VALID: {"superseded": CertificateState.SUPERSEDED, "revoked": CertificateState.REVOKED},
}

# The centre's row owns the numbers of its certificates.
CERTIFICATE = Machine(
    "credentials.certificate",
    states=CertificateState,
    table=CERTIFICATE_TRANSITIONS,
    words={
        "issue": Words(pgettext_lazy("action", "issued")),
        "superseded": Words(pgettext_lazy("action", "replaced"), _("Issue a new certificate")),
        "ask_revocation": Words(pgettext_lazy("action", "revocation asked for"), _("Ask to revoke it")),
        "decline_revocation": Words(pgettext_lazy("action", "revocation declined"), _("Decline the request")),
        "revoked": Words(pgettext_lazy("action", "revoked"), _("Revoke it")),
        "erase": Words(pgettext_lazy("action", "name and paper erased")),
    },
    lock=(Lock("accounts.centre", ("centre",)), Lock("credentials.certificate", related=("replaced_by",))),
)

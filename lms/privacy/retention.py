"""The logs and consents."""

from lms.common.models import AccessLog, StateChange
from lms.privacy.models import Consent
from lms.privacy.registries import deleting_log, setting

ACCESS_LOG = deleting_log(
    setting("RETENTION_ACCESS_LOG"), AccessLog, lambda before: AccessLog.objects.filter(at__lt=before)
)
STATE_LOG = deleting_log(
    setting("RETENTION_STATE_LOG"), StateChange, lambda before: StateChange.objects.filter(at__lt=before)
)
CONSENTS = deleting_log(
    setting("RETENTION_STATE_LOG"),
    Consent,
    lambda before: Consent.objects.filter(at__lt=before, person__erased_at__lt=before),
)

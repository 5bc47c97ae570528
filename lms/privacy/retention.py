"""The logs and consents."""

from lms.common.models import AccessLog, StateChange
from lms.privacy.enums import Term
from lms.privacy.models import Consent
from lms.privacy.registries import deleting_log

ACCESS_LOG = deleting_log(Term.ACCESS_LOG, AccessLog, lambda before: AccessLog.objects.filter(at__lt=before))
STATE_LOG = deleting_log(Term.STATE_LOG, StateChange, lambda before: StateChange.objects.filter(at__lt=before))
CONSENTS = deleting_log(
    Term.STATE_LOG,
    Consent,
    lambda before: Consent.objects.filter(at__lt=before, person__erased_at__lt=before),
)

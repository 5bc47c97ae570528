from lms.privacy.enums import Term
from lms.privacy.registries import deleting
from lms.staff.enums import OPEN_RESET
from lms.staff.models import SecondFactorReset

# As long as the records of who read what: who let somebody in again is asked together with them.
RESETS = deleting(
    Term.ACCESS_LOG,
    lambda before: SecondFactorReset.objects.exclude(state__in=OPEN_RESET).filter(expires_at__lt=before),
)

"""Does everything still hold that must hold? Changes nothing."""

from lms.common.integrity import verify
from lms.common.integrity.commands import CheckCommand


class Command(CheckCommand):
    help = "Recomputes what must be true of the data. Prints each finding and exits with 1 if there is any."
    checks = verify.CHECKS

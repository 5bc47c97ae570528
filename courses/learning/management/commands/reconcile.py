"""Have rule and state come apart? Changes nothing."""

from courses.learning.checks import DRIFT
from lms.common.integrity.commands import CheckCommand


class Command(CheckCommand):
    help = (
        "Judges all enrolments again by what was known when their state was set. Prints each whose state isn't what its "
        "rule says, and exits with 1 if there is any."
    )
    checks = DRIFT

import logging
from collections.abc import Iterator

from django.db.models import F, Q

from courses.learning.models import Attendance, CheckAnswer, LessonCompletion
from courses.learning.queries.drift import completed_without_rule, met_without_completion
from courses.learning.queries.reviews import corrected_without_review
from lms.common.background.nightly import once_a_night
from lms.common.integrity import verify

logger = logging.getLogger(__name__)


def facts_follow_their_enrolment() -> Iterator[str]:
    own = Q(person=F("enrolment__person"))
    yield from verify.rows(LessonCompletion.objects.exclude(own))
    yield from verify.rows(CheckAnswer.objects.exclude(own))
    yield from verify.rows(Attendance.objects.exclude(own, session__run=F("enrolment__run")))


def completions_met_their_rule() -> Iterator[str]:
    yield from verify.rows(completed_without_rule())


def corrected_completions_are_reviewed() -> Iterator[str]:
    yield from verify.rows(corrected_without_review())


def met_rules_are_completed() -> Iterator[str]:
    yield from verify.rows(met_without_completion())


CHECKS = {
    "facts_follow_their_enrolment": facts_follow_their_enrolment,
    "completions_met_their_rule": completions_met_their_rule,
    "corrected_completions_are_reviewed": corrected_completions_are_reviewed,
}

# Rule against state, for `reconcile`. A rule that is met and not completed yet is no damage: the office looks at it.
DRIFT = {
    "completions_met_their_rule": completions_met_their_rule,
    "met_rules_are_completed": met_rules_are_completed,
}


def log_drift() -> int:
    """What `reconcile` prints, for who reads the logs of the night."""
    found = list(verify.findings(DRIFT))
    for name, finding in found:
        logger.warning("%s: %s", name, finding)
    return len(found)


RECONCILE_BY_NIGHT = once_a_night("reconcile", log_drift)

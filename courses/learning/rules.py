from typing import TYPE_CHECKING

from courses.runs.rules import may_manage_run
from lms.accounts.rules import Person, is_self

if TYPE_CHECKING:
    from courses.runs.models import Enrolment


def may_learn(user: Person, enrolment: "Enrolment") -> bool:
    """Finishes lessons and answers their questions: the learner alone, or it would prove nothing."""
    return is_self(user, enrolment.person_id)


def may_accept_evidence(user: Person, enrolment: "Enrolment") -> bool:
    """A coordinator, and never of their own work."""
    return may_manage_run(user, enrolment.run) and not is_self(user, enrolment.person_id)

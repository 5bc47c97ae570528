from typing import TYPE_CHECKING

from django.db.models import Q

from courses.runs.rules import may_manage_run
from lms.accounts.enums import Role
from lms.accounts.rules import Person, centre_ids, has_role, is_self, may_answer_for, may_coordinate, of_office

if TYPE_CHECKING:
    from courses.learning.models import CompletionReview
    from courses.runs.models import Enrolment, Evidence


def may_learn(user: Person, enrolment: "Enrolment") -> bool:
    """Finishes lessons and answers their questions: the learner alone, or it would prove nothing."""
    return is_self(user, enrolment.person_id)


def may_accept_evidence(user: Person, enrolment: "Enrolment") -> bool:
    """A coordinator, and never of their own work."""
    return may_manage_run(user, enrolment.run) and not is_self(user, enrolment.person_id)


def visible_evidence(user: Person) -> Q:
    return of_office(user)


def may_take_back_evidence(user: Person, evidence: "Evidence") -> bool:
    """A coordinator, or whoever entered it and is still of the office; never of their own work."""
    entered_it = is_self(user, evidence.accepted_by_id) and may_answer_for(user, evidence.centre_id)
    return (entered_it or may_coordinate(user, evidence.centre_id)) and not is_self(user, evidence.person_id)


def visible_reviews(user: Person) -> Q:
    return of_office(user)


def decidable_reviews(user: Person) -> Q:
    """Those that the person would be asked about: not of their own completion."""
    return Q(centre__in=centre_ids(user, [Role.COORDINATOR, Role.MANAGER])) & ~Q(completion__person=user.pk)


def may_review(user: Person, review: "CompletionReview") -> bool:
    """One of the two people of the centre who decide; whoever runs the site is neither."""
    in_office = has_role(user, review.centre_id, Role.COORDINATOR, Role.MANAGER)
    return in_office and not is_self(user, review.completion.person_id)

from typing import Protocol

from django.db.models import Q

from courses.runs.rules import may_manage_run
from lms.accounts.enums import Role
from lms.accounts.rules import (
    OfCentre,
    OfPerson,
    OfPersonAtCentre,
    Person,
    centre_ids,
    has_role,
    is_self,
    may_answer_for,
    may_coordinate,
    of_office,
)


class _Enrolment(OfPerson, Protocol):
    @property
    def run(self) -> OfCentre: ...


class _Evidence(OfPersonAtCentre, Protocol):
    @property
    def accepted_by_id(self) -> int: ...


class _Review(OfCentre, Protocol):
    @property
    def completion(self) -> OfPerson: ...


def may_learn(user: Person, enrolment: OfPerson) -> bool:
    """Finishes lessons and answers their questions: the learner alone, or it would prove nothing."""
    return is_self(user, enrolment.person_id)


def may_accept_evidence(user: Person, enrolment: _Enrolment) -> bool:
    """A coordinator, and never of their own work."""
    return may_manage_run(user, enrolment.run) and not is_self(user, enrolment.person_id)


def visible_evidence(user: Person) -> Q:
    return of_office(user)


def may_take_back_evidence(user: Person, evidence: _Evidence) -> bool:
    """A coordinator, or whoever entered it and is still of the office; never of their own work."""
    entered_it = is_self(user, evidence.accepted_by_id) and may_answer_for(user, evidence.centre_id)
    return (entered_it or may_coordinate(user, evidence.centre_id)) and not is_self(user, evidence.person_id)


def visible_reviews(user: Person) -> Q:
    return of_office(user)


def decidable_reviews(user: Person) -> Q:
    """Those that the person would be asked about: not of their own completion."""
    return Q(centre__in=centre_ids(user, [Role.COORDINATOR, Role.MANAGER])) & ~Q(completion__person=user.pk)


def may_review(user: Person, review: _Review) -> bool:
    """One of the two people of the centre who decide; whoever runs the site is neither."""
    in_office = has_role(user, review.centre_id, Role.COORDINATOR, Role.MANAGER)
    return in_office and not is_self(user, review.completion.person_id)

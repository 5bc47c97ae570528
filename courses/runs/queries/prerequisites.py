"""Whether a person may enter a course: the condition of its version, judged on what the person has done and states."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from courses import criteria
from courses.credentials.enums import CertificateState
from courses.curriculum.models import CourseVersion
from courses.runs.community_members import members_among
from courses.runs.models import Completion, Evidence
from lms.accounts.models import User

WHOLE_COURSE = "course"  # the kind of evidence that stands for a course done elsewhere


@dataclass(frozen=True)
class Prerequisites:
    met: bool
    rests_on_stated_years: bool  # met only because of what the person says of themselves
    lines: tuple[criteria.Line, ...]
    sentences: tuple[str, ...]  # the condition in words, "one of these" included

    @property
    def missing(self) -> list[str]:
        """What is asked and what to do about it, for each line that is not met."""
        return [f"{line.label}. {line.reason}" for line in self.lines if not line.met]


def completed_courses(person: User) -> frozenset[str]:
    return completed_courses_of({person.pk})[person.pk]


def completed_courses_of(
    people: Collection[int], until: Mapping[int, datetime] | None = None
) -> dict[int, frozenset[str]]:
    """Person id → keys of the courses that they have completed, here or as staff accepted. A revoked certificate takes its
    course away, unless another completion of the course stands. For a moment of the past (`until`) none counts as revoked.
    """
    until = until or {}
    rows = Completion.objects.standing().filter(person_id__in=people)
    revoked = rows.filter(certificates__state=CertificateState.REVOKED).values("pk")
    valid = rows.filter(certificates__state=CertificateState.VALID).values("pk")
    standing = rows.filter(~Q(pk__in=revoked) | Q(pk__in=valid) | Q(person_id__in=until))
    elsewhere = Evidence.objects.standing().filter(person_id__in=people, kind=WHOLE_COURSE)
    found: dict[int, set[str]] = {pk: set() for pk in people}
    for person_id, key, since in [
        *standing.values_list("person_id", "course_key", "completed_at"),
        *elsewhere.values_list("person_id", "course_key", "accepted_at"),
    ]:
        if person_id not in until or since <= until[person_id]:
            found[person_id].add(key)
    return {pk: frozenset(keys) for pk, keys in found.items()}


def prerequisites(rule: dict[str, Any], *, person: User, years_active: int) -> Prerequisites:
    tree, titles = criteria.parse(rule), _titles()
    facts = criteria.Facts(
        courses=completed_courses(person),
        years_active=years_active,
        community_member=criteria.asks_for(criteria.CommunityMember, tree)
        and person.pk in members_among({person.pk: None}),
        evidence=frozenset(Evidence.objects.standing().filter(person=person).values_list("kind", flat=True)),
        titles=titles,
    )
    result = criteria.evaluate(tree, facts)
    without_years = criteria.evaluate(tree, replace(facts, years_active=0))
    sentences = tuple(criteria.sentences(tree, titles=titles))
    return Prerequisites(result.met, result.met and not without_years.met, result.lines, sentences)


def _titles() -> dict[str, str]:
    """Course key → title of its newest version; a rule names the key only."""
    return dict(CourseVersion.objects.order_by("number").values_list("course_key", "title"))

"""Changing a community: what stops it, and exactly what it leaves behind."""

from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from mentoring.communities.domain import communities, conflicts
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import Community, ConflictOfInterest
from mentoring.corps.enums import ConflictKind
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


def test_a_stage_of_another_centre_is_none_of_these() -> None:
    community = mentoring.community()
    before, coordinator = community.stage, people.staff(community.centre)
    foreign, further = mentoring.stage(people.centre()), mentoring.stage(community.centre)
    with pytest.raises(NotAllowed):
        communities.set_stage(community=community, stage=further, actor=people.staff(foreign.centre))
    with pytest.raises(DomainError) as refused:
        communities.set_stage(community=community, stage=foreign, actor=coordinator)
    assert (refused.value.code, Community.objects.get().stage) == ("other_centre", before)
    assert communities.set_stage(community=community, stage=further, actor=coordinator).stage == further


def details(community: Community, **fields: Any) -> dict[str, Any]:
    names = ("name", "field", "dong", "meeting_place")
    return {"community": community, **{name: getattr(community, name) for name in names}, **fields}


def test_details_are_changed_by_a_coordinator_within_the_centre() -> None:
    community = mentoring.community(name="햇살", slug="sun")
    coordinator, taken = people.staff(community.centre), mentoring.community(community.centre, name="달빛")
    for outsider in (people.staff(community.centre, Role.MANAGER), people.staff(people.centre())):
        with pytest.raises(NotAllowed):
            communities.change_details(**details(community, name="새 이름"), actor=outsider)
    foreign = mentoring.field(people.centre())
    for wrong, code in (({"name": taken.name}, "name_taken"), ({"field": foreign}, "other_centre")):
        with pytest.raises(DomainError) as refused:
            communities.change_details(**details(community, **wrong), actor=coordinator)
        assert refused.value.code == code
    field, dong = mentoring.field(community.centre), mentoring.dong(community.centre)
    before = community.field
    for _press in (1, 2):
        communities.change_details(
            **details(community, name="햇살 마을", field=field, dong=dong, meeting_place="사랑방"), actor=coordinator
        )
    changed = Community.objects.get(pk=community.pk)
    assert (changed.name, changed.slug, changed.field, changed.dong) == ("햇살 마을", "sun", field, dong)
    assert changed.meeting_place == "사랑방"
    (row,) = statelog.history(changed)
    assert (row.action, row.actor, row.data["changed"]) == (
        "details",
        coordinator,
        ["name", "field", "dong", "meeting_place"],
    )
    assert (f"{before} → {field}" in row.data["says"], "사랑방" in row.data["says"]) == (True, False)


def test_a_person_is_found_by_both_with_an_open_account_and_by_the_own_centre_alone() -> None:
    centre = people.centre()
    person = people.user(name="예시 주민", email="resident@example.org")

    def found(email: str, name: str) -> str:
        try:
            return communities.find_person(centre=centre, email=email, name=name).name
        except DomainError as refused:
            return refused.code

    people.says_yes(person, people.centre())
    assert found("resident@example.org", "예시 주민") == "nobody"
    people.says_yes(person, centre)
    assert found("resident@example.org", "예시이웃") == "nobody"
    assert found("other@example.org", "예시 주민") == "nobody"
    assert found("Resident@Example.org", "예시주민") == "예시 주민"
    person.is_active = False
    person.save()
    assert found("resident@example.org", "예시 주민") == "nobody"


@pytest.mark.parametrize("role", CommunityRole)
def test_nobody_is_entered_who_said_no_yes_to_the_centre(role: str) -> None:
    community = mentoring.community()
    coordinator = people.staff(community.centre)
    with pytest.raises(DomainError) as refused:
        communities.add_member(community=community, person=people.user(), role=role, actor=coordinator)
    assert (refused.value.code, community.memberships.count()) == ("unknown_here", 0)
    person = people.known(community.centre)
    assert communities.add_member(community=community, person=person, role=role, actor=coordinator).person == person


def test_a_conflict_lies_within_one_centre() -> None:
    expert = mentoring.expert()
    near, coordinator = mentoring.community(expert.centre), people.staff(expert.centre)

    def add(community: Community) -> ConflictOfInterest:
        return conflicts.add_conflict(expert=expert, community=community, kind=ConflictKind.FAMILY, actor=coordinator)

    with pytest.raises(DomainError) as refused:
        add(mentoring.community())
    assert (refused.value.code, ConflictOfInterest.objects.count()) == ("other_centre", 0)
    assert add(near).community == near

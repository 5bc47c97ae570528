"""What an expert keeps up of themselves: who may, what is refused, and what is written down."""

from dataclasses import replace
from typing import Any

import pytest

from lms.accounts.enums import Role
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile, seen_of
from mentoring.corps.domain.experts import SEVERAL_EDIT, Entry, update_profile
from mentoring.corps.models import ExpertProfile
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert() -> ExpertProfile:
    return make.expert(topics={"갈등": 2})


def entry(expert: ExpertProfile, **changes: Any) -> Entry:
    """As it is, but for the changes."""
    as_it_is = Entry(
        bio=expert.bio,
        dong=expert.dong,
        fields=tuple(expert.fields.all()),
        topics={row.tag: row.level for row in expert.levels.all()},
        villages=expert.villages,
        apartments=expert.apartments,
        capacity=expert.capacity,
        monthly_minutes=expert.monthly_minutes,
    )
    return replace(as_it_is, **changes)


def test_others_change_nothing(expert: ExpertProfile) -> None:
    others = [
        people.user(),
        make.expert(expert.centre).person,
        people.staff(expert.centre, Role.AUDITOR),
        people.staff(people.centre()),
    ]
    for actor in others:
        with pytest.raises(NotAllowed):
            update_profile(expert=expert, actor=actor, entry=entry(expert, bio="다른 말"))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_the_staff_corrects_an_entry(expert: ExpertProfile, role: Role) -> None:
    staff = people.staff(expert.centre, role)
    assert update_profile(expert=expert, actor=staff, entry=entry(expert, capacity=2)).capacity == 2
    assert [(row.actor, row.data) for row in statelog.history(expert)] == [(staff, {"changed": ["capacity"]})]


def test_what_an_entry_cannot_say_is_refused(expert: ExpertProfile) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "no_kind": {"villages": False, "apartments": False},
        "no_dong": {"dong": expert.centre.region},
        "other_centre": {"fields": (make.field(people.centre()),)},
        "level": {"topics": {make.topic("회계"): 4}},
    }
    for code, changes in wrong.items():
        with pytest.raises(DomainError) as caught:
            update_profile(expert=expert, actor=expert.person, entry=entry(expert, **changes))
        assert caught.value.code == code


def test_the_same_entry_again_is_no_change(expert: ExpertProfile) -> None:
    update_profile(expert=expert, actor=expert.person, entry=entry(expert))
    assert list(statelog.history(expert)) == []


def test_fields_and_topics_are_replaced_and_named_in_the_history(expert: ExpertProfile) -> None:
    field, topic = make.field(expert.centre), make.topic("회계")
    update_profile(expert=expert, actor=expert.person, entry=entry(expert, fields=(field,), topics={topic: 3}))
    assert list(expert.fields.all()) == [field]
    assert list(expert.levels.values_list("tag", "level")) == [(topic.pk, 3)]
    assert [row.data for row in statelog.history(expert)] == [{"changed": ["fields", "topics"]}]


def test_only_what_a_person_changed_is_written_and_what_both_changed_is_asked(expert: ExpertProfile) -> None:
    staff, field, topic = people.staff(expert.centre), make.field(expert.centre), make.topic("회계")
    seen, older = seen_of(expert, SEVERAL_EDIT), entry(expert)
    update_profile(expert=expert, actor=staff, entry=entry(expert, capacity=2, topics={topic: 3}))
    with pytest.raises(ChangedMeanwhile):
        update_profile(expert=expert, actor=expert.person, entry=replace(older, capacity=9), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        update_profile(expert=expert, actor=expert.person, entry=replace(older, topics={}), seen=seen)
    after = update_profile(
        expert=expert, actor=expert.person, entry=replace(older, bio="새 소개", fields=(field,)), seen=seen
    )
    assert (after.bio, after.capacity, list(after.fields.all())) == ("새 소개", 2, [field])
    assert after.known_topics == [f"{topic.pk}:3"]
    assert [row.data for row in statelog.history(expert)] == [
        {"changed": ["capacity", "topics"]},
        {"changed": ["bio", "fields"]},
    ]


def test_two_who_each_take_one_kind_away_leave_one(expert: ExpertProfile) -> None:
    ExpertProfile.objects.filter(pk=expert.pk).update(villages=True, apartments=True)
    expert.refresh_from_db()
    seen, older = seen_of(expert, SEVERAL_EDIT), entry(expert)
    update_profile(expert=expert, actor=expert.person, entry=replace(older, villages=False), seen=seen)
    with pytest.raises(DomainError) as refused:
        update_profile(expert=expert, actor=expert.person, entry=replace(older, apartments=False), seen=seen)
    assert refused.value.code == "no_kind"

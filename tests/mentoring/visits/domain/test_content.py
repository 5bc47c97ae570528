"""What a log says is listed once: whatever stands in the list is asked, written, compared, read back and frozen."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict

from lms.common import clock
from lms.common.errors import DomainError
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import guards, writing
from mentoring.visits.enums import ActionState, Health, Side, VisitMode, VisitState
from mentoring.visits.forms.visit import LogForm, initial_of
from mentoring.visits.models import ActionItem, Visit
from mentoring.visits.models.content import CONTENT, IN_ROW, VisitContent
from mentoring.visits.queries.content import beside, content_of
from mentoring.visits.queries.visits import engagements_of, going_on
from tests.factories import mentoring as make
from tests.factories import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement() -> Engagement:
    """With a step from an earlier visit."""
    made = make.engagement()
    visits.log(made, days_ago=4, next_step="회의록 나누기")
    return made


def first_said() -> VisitContent:
    return visits.content(next_step="약속문 만들기", private_note="대표가 지쳤다")


def others(said: VisitContent) -> dict[str, Any]:
    """Another value for each field."""
    return {
        "starts_at": said.starts_at - timedelta(minutes=10),
        "ends_at": said.ends_at + timedelta(minutes=10),
        "mode": VisitMode.PHONE,
        "place": "마을회관",
        "attendees": 6,
        "content": "다른 말",
        "problems": "소음",
        "advice": "천천히",
        "next_on": clock.today() + timedelta(days=7),
        "health": Health.HELP,
        "topics": frozenset({make.topic("갈등").pk}),
        "next_step": "다른 일",
        "next_owner": Side.EXPERT,
        "settled": frozenset({ActionItem.objects.get(text="회의록 나누기").pk}),
        "private_note": "다른 메모",
    }


def otherwise(said: VisitContent, name: str) -> VisitContent:
    return replace(said, **{name: others(said)[name]})


def written(engagement: Engagement, content: VisitContent, key: uuid.UUID, *, submit: bool = False) -> Visit:
    return writing.log_visit(
        engagement=engagement, author=engagement.expert.person, client_uuid=key, content=content, submit=submit
    )


def read_back(visit: Visit) -> VisitContent:
    fresh = Visit.objects.get(pk=visit.pk)
    return content_of(fresh, beside(fresh))


def test_every_field_is_tried_here(engagement: Engagement) -> None:
    assert list(others(first_said())) == list(CONTENT)


@pytest.mark.parametrize("name", CONTENT)
def test_each_field_is_written_and_changed_and_changed_back(engagement: Engagement, name: str) -> None:
    key, said = uuid.uuid4(), first_said()
    for content in (otherwise(said, name), said, otherwise(said, name)):
        assert read_back(written(engagement, content, key)) == content


@pytest.mark.parametrize("name", CONTENT)
def test_each_field_tells_one_sending_from_another(engagement: Engagement, name: str) -> None:
    key, said = uuid.uuid4(), first_said()
    sent = written(engagement, said, key, submit=True)
    with pytest.raises(DomainError) as caught:
        written(engagement, otherwise(said, name), key, submit=True)
    assert caught.value.code == "conflict"
    assert written(engagement, replace(said), key, submit=True).pk == sent.pk


@pytest.mark.parametrize("name", CONTENT)
def test_each_field_comes_back_from_the_form_as_it_went_into_it(engagement: Engagement, name: str) -> None:
    content = otherwise(first_said(), name)
    visit = written(engagement, content, uuid.uuid4())
    offered = list(engagements_of(engagement.expert.person))
    shown = LogForm(initial=initial_of(going_on(visit)), engagements=offered, visit=visit)
    shown.offer(offered)
    sent = QueryDict(mutable=True)
    for field in shown:
        value = field.value()
        sent.setlist(field.html_name, [str(one) for one in (value if isinstance(value, list) else [value]) if one])
    sent["send"] = "1"
    form = LogForm(sent, engagements=offered, visit=visit)
    assert form.is_valid(), form.errors
    assert form.visit_content() == content


@pytest.mark.parametrize("name", IN_ROW)
def test_the_database_freezes_each_field_of_a_confirmed_log(engagement: Engagement, name: str) -> None:
    visit = visits.log(engagement, VisitState.CONFIRMED)
    change = {name: others(first_said())[name]}
    with pytest.raises(IntegrityError, match="refused by confirmed_log_frozen"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**change)


def test_a_step_that_nobody_has_to_do_is_nobodys(engagement: Engagement) -> None:
    said = visits.content(next_step="", next_owner=Side.EXPERT)
    assert said == visits.content(next_step="")
    assert visits.content(next_step="약속문", next_owner=Side.EXPERT) != visits.content(next_step="약속문")


def test_a_step_is_dropped_with_its_words_and_taken_up_again(engagement: Engagement) -> None:
    key, said = uuid.uuid4(), first_said()
    visit = written(engagement, said, key)
    written(engagement, replace(said, next_step=""), key)
    step = visit.actions.get()
    assert (step.state, step.text, read_back(visit).next_step) == (ActionState.DROPPED, "약속문 만들기", "")
    written(engagement, said, key)
    step.refresh_from_db()
    assert (visit.actions.get(), step.state) == (step, ActionState.OPEN)


# ── the guards


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each time that the guards were asked."""
    times: list[Any] = []

    def counted(**arguments: Any) -> None:
        times.append(arguments)
        guards.check_visit(**arguments)

    monkeypatch.setattr(writing, "check_visit", counted)
    return times


def _nothing(engagement: Engagement, key: uuid.UUID) -> None:
    return None


def _arranged(engagement: Engagement, key: uuid.UUID) -> None:
    said = first_said()
    row = visits.arranged(engagement, said.starts_at, mode=said.mode)
    Visit.objects.filter(pk=row.pk).update(client_uuid=key)


def _draft(engagement: Engagement, key: uuid.UUID) -> None:
    written(engagement, first_said(), key)


def _other_draft(engagement: Engagement, key: uuid.UUID) -> None:
    written(engagement, replace(first_said(), content="다른 말"), key)


def _sent(engagement: Engagement, key: uuid.UUID) -> None:
    written(engagement, first_said(), key, submit=True)


@pytest.mark.parametrize(
    ("before", "times"), [(_nothing, 1), (_arranged, 1), (_draft, 1), (_other_draft, 1), (_sent, 0)]
)
def test_the_guards_are_asked_once_a_sending(
    engagement: Engagement, asked: list[Any], before: Callable[[Engagement, uuid.UUID], None], times: int
) -> None:
    key = uuid.uuid4()
    before(engagement, key)
    asked.clear()
    assert written(engagement, first_said(), key, submit=True).state == VisitState.SUBMITTED
    assert len(asked) == times


def test_the_guards_are_asked_once_when_a_log_is_mended(engagement: Engagement, asked: list[Any]) -> None:
    visit, author = visits.log(engagement, VisitState.OBJECTED), engagement.expert.person
    asked.clear()
    for _again in range(2):
        writing.revise_visit(visit=visit, author=author, content=visits.content(content="고침"))
    assert len(asked) == 1


def test_coaching_that_ended_while_the_form_was_open_takes_no_log(engagement: Engagement) -> None:
    """The guards judge the engagement as it is under the lock, not as the form found it."""
    found = Engagement.objects.select_related("expert__person").get(pk=engagement.pk)
    Engagement.objects.filter(pk=engagement.pk).update(state="completed")
    with pytest.raises(DomainError) as caught:
        written(found, first_said(), uuid.uuid4())
    assert caught.value.code == "engagement_closed"

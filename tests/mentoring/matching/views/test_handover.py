"""The office's page for handing a community over."""

from typing import Any

import pytest
from pytest_django.asserts import assertInHTML

from lms.accounts.enums import Role
from lms.accounts.models import User
from mentoring.coaching.models import Engagement
from mentoring.corps.models import ExpertProfile
from tests.factories import mentoring as make
from tests.factories import people
from tests.lms.common.integrity.test_verify import found

pytestmark = pytest.mark.django_db
QUERIES = 21


@pytest.fixture
def former() -> Engagement:
    return make.engagement()


@pytest.fixture
def coordinator(former: Engagement, client: Any) -> User:
    person = people.staff(former.centre)
    client.force_login(person)
    return person


def address(engagement: Engagement) -> str:
    return f"/office/engagements/{engagement.pk}/hand-over/"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_others_of_the_office_are_told_whom_to_ask(client: Any, former: Engagement, role: Role) -> None:
    client.force_login(people.staff(former.centre, role))
    assert client.get(address(former)).status_code == 403
    client.force_login(people.staff(people.centre()))
    assert client.get(address(former)).status_code == 404


def test_the_page_ranks_the_others_and_says_why_not_for_the_rest(
    client: Any, former: Engagement, coordinator: User
) -> None:
    fits = make.expert(former.centre, fields=[former.community.field])
    other = make.expert(former.centre)
    full = make.expert(former.centre, capacity=0)
    answer = client.get(address(former))
    choices = [pk for pk, _said in answer.context["form"].fields["expert"].choices]
    assert choices == [str(fits.pk), str(other.pk), f"{full.pk}:capacity"]
    assert [(row.expert, row.code) for row in answer.context["ranking"].excluded] == [(full, "capacity")]


def test_who_binds_is_not_offered_and_no_exception_asked_for(
    client: Any, former: Engagement, coordinator: User
) -> None:
    former.request.unwanted.add(make.expert(former.centre))
    form = client.get(address(former)).context["form"]
    assert (form.offered, list(form.fields)) == ({}, ["expert", "reason"])


def test_an_exception_needs_its_reason_and_a_talk(client: Any, former: Engagement, coordinator: User) -> None:
    full = make.expert(former.centre, capacity=0)
    sent = {"expert": f"{full.pk}:capacity", "reason": "이사"}
    answer = client.post(address(former), sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"pass_reason", "agreed"})
    assert "이사" in answer.content.decode()
    for other in (str(full.pk), f"{full.pk}:paused"):
        answer = client.post(address(former), {**sent, "expert": other, "pass_reason": "통화함", "agreed": "on"})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"expert"})
    assert Engagement.objects.count() == 1


def test_an_exception_is_told_in_the_history_and_verify_knows_it(
    client: Any, former: Engagement, coordinator: User
) -> None:
    full = make.expert(former.centre, capacity=0)
    said = {"expert": f"{full.pk}:capacity", "reason": "이사", "pass_reason": "한 달만 맡기로 통화함", "agreed": "on"}
    answers = [client.post(address(former), said) for _press in range(2)]
    new = Engagement.objects.get(continues=former)
    assert [answer.url for answer in answers] == [f"/office/engagements/{new.pk}/"] * 2
    page = client.get(answers[0].url).content.decode()
    assertInHTML("<span>맡을 수 있는 수가 다 참</span>", page, count=1)
    assertInHTML("<span>한 달만 맡기로 통화함</span>", page, count=1)
    assert found() == set()


def test_without_a_choice_or_a_reason_it_asks_again(client: Any, former: Engagement, coordinator: User) -> None:
    make.expert(former.centre)
    answer = client.post(address(former), {})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"expert", "reason"})
    assert Engagement.objects.count() == 1


def test_pressed_twice_it_is_handed_over_once(client: Any, former: Engagement, coordinator: User) -> None:
    # With its one place taken by this hand-over the expert is no candidate any more; the second press still ends well.
    to: ExpertProfile = make.expert(former.centre, capacity=1)
    answers = [client.post(address(former), {"expert": to.pk, "reason": "이사"}) for _press in range(2)]
    new = Engagement.objects.get(continues=former)
    assert [answer.url for answer in answers] == [f"/office/engagements/{new.pk}/"] * 2
    assert Engagement.objects.count() == 2


def test_the_history_says_what_happened_and_why(client: Any, former: Engagement, coordinator: User) -> None:
    to = make.expert(former.centre)
    client.post(address(former), {"expert": to.pk, "reason": "멀리 이사"})
    new = Engagement.objects.get(continues=former)
    pages = [client.get(f"/office/engagements/{row.pk}/").content.decode() for row in (former, new)]
    assert ["<b>다른 전문지원가에게 넘김</b>" in page for page in pages] == [True, False]
    assert ["멀리 이사" in page for page in pages] == [True, False]
    assert ["<b>시작함</b>" in page for page in pages] == [False, True]


def test_each_of_the_two_pages_links_to_the_other(client: Any, former: Engagement, coordinator: User) -> None:
    to = make.expert(former.centre)
    client.post(address(former), {"expert": to.pk, "reason": "이사"})
    new = Engagement.objects.get(continues=former)
    for shown, linked in ((former, new), (new, former)):
        page = client.get(f"/office/engagements/{shown.pk}/").content.decode()
        assertInHTML(f'<a href="/office/engagements/{linked.pk}/">{linked.expert.person}</a>', page, count=1)


def test_the_page_costs_the_same_for_1_and_30_experts(
    client: Any, former: Engagement, coordinator: User, django_assert_num_queries: Any
) -> None:
    body = former.appointment.body
    make.expert(former.centre, corps=body)
    client.get(address(former))
    with django_assert_num_queries(QUERIES):
        client.get(address(former))
    for _n in range(29):
        make.expert(former.centre, corps=body)
    with django_assert_num_queries(QUERIES):
        client.get(address(former))

"""The office's form of a new community, and what it offers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.common import clock
from mentoring.communities.models import Community
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db

MADE_BY = "관리자가 편집 화면의 기준 정보에서 만듭니다."
MISSING = {
    "field": ["분야가 아직 없습니다. 센터장이 공동체 화면에서 만듭니다."],
    "dong": [f"이 지역의 동이 아직 없습니다. {MADE_BY}"],
    "stage": ["단계가 아직 없습니다. 센터장이 공동체 화면에서 만듭니다."],
}


def sent(**chosen: Any) -> dict[str, Any]:
    return {"name": "햇살 모임", "kind": "village", "members_count": "7"} | {k: row.pk for k, row in chosen.items()}


def test_with_nothing_to_choose_it_says_who_makes_it(client: Client) -> None:
    centre, url = people.centre(), reverse("office_community_new")
    client.force_login(people.staff(centre, Role.AUDITOR))
    assert client.get(url).status_code == 403
    client.force_login(people.staff(centre))
    page = client.get(url).content.decode()
    assert [page.count(text) for (text,) in MISSING.values()] == [1, 1, 1]
    response = client.post(url, sent())
    assert (response.status_code, response.context["form"].errors) == (422, MISSING)


def test_what_is_closed_is_not_offered_and_whatever_has_it_keeps_it(client: Client) -> None:
    centre = people.centre()
    gone = {"closed_on": clock.today()}
    old = make.community(centre, field=make.field(centre, **gone), stage=make.stage(centre, **gone))
    field = make.field(centre, closed_on=clock.today() + timedelta(days=1))
    stage, dong = make.stage(centre), make.dong(centre)
    client.force_login(people.staff(centre))
    form = client.get(reverse("office_community_new")).context["form"]
    assert (list(form.fields["field"].queryset), list(form.fields["stage"].queryset)) == ([field], [stage])
    refused = client.post(reverse("office_community_new"), sent(field=old.field, stage=old.stage, dong=dong))
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["field", "stage"])
    response = client.post(reverse("office_community_new"), sent(field=field, stage=stage, dong=dong))
    made = Community.objects.get(name="햇살 모임")
    assert (response.status_code, made.field, made.stage, made.dong) == (302, field, stage, dong)
    offered = client.get(reverse("office_community", args=[old.pk])).context["stage_form"].fields["stage"].queryset
    assert set(offered) == {old.stage, stage}
    found = client.get(reverse("office_communities"), {"field": old.field.code}).context["list"].page
    assert list(found) == [old]

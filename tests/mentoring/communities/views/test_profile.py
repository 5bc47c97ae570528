"""What the representative keeps up of the community."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.common.errors import NotAllowed
from mentoring.communities.domain import communities as domain
from mentoring.communities.models import Community, CommunityMembership
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db

WRITTEN = {"story": "화요일마다 골목을 가꿉니다.", "members_count": 12, "meeting_place": "골목 정자"}


def test_only_the_representative_writes_it(client: Client) -> None:
    community = make.community()
    person, page = make.representative(community), reverse("community_profile", args=[community.pk])
    for stranger in (people.user(), make.representative(make.community(), role="member")):
        client.force_login(stranger)
        assert client.post(page, WRITTEN).status_code == 404
    client.force_login(person)
    assert client.post(page, WRITTEN).headers["Location"] == page
    community.refresh_from_db()
    assert {name: getattr(community, name) for name in WRITTEN} == WRITTEN


def test_what_was_written_stays_where_somebody_else_represents_it_by_now(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    community = make.community()
    person, save = make.representative(community), domain.update_profile

    def late(**asked: Any) -> Community:
        CommunityMembership.objects.filter(person=person).update(role="member")
        return save(**asked)

    monkeypatch.setattr(domain, "update_profile", late)
    client.force_login(person)
    answer = client.post(reverse("community_profile", args=[community.pk]), WRITTEN)
    page = answer.content.decode()
    assert (answer.status_code, "이 센터의 담당자만" in page, WRITTEN["story"] in page) == (422, True, True)
    community.refresh_from_db()
    assert community.story != WRITTEN["story"]


# ── who stands for two


def test_the_address_says_for_which_of_two_communities_one_acts(client: Client) -> None:
    first, second = make.community(name="가 모임"), make.community(name="나 모임")
    person = make.representative(first)
    make.representative(second, person)
    client.force_login(person)
    assert client.post(reverse("community_profile", args=[second.pk]), WRITTEN).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.story, second.story) == ("", WRITTEN["story"])
    home = client.get("/community/").content.decode()
    for community in (first, second):
        for name in ("community_profile", "community_members"):
            page = reverse(name, args=[community.pk])
            assert f'href="{page}"' in home
            assert community.name in client.get(page).content.decode()


def test_nobody_acts_for_a_closed_community_but_its_past_is_read(client: Client) -> None:
    community = make.community(state="closed")
    person = make.representative(community)
    client.force_login(person)
    pages = [reverse(name, args=[community.pk]) for name in ("community_profile", "community_members")]
    for page in (*pages, reverse("request_new")):
        assert (client.get(page).status_code, client.post(page, WRITTEN).status_code) == (404, 404)
    with pytest.raises(NotAllowed):
        domain.update_profile(community=community, actor=person, **WRITTEN)
    for page in ("/community/", "/community/visits/", "/community/requests/"):
        text = client.get(page).content.decode()
        assert (f"{community.name}</b>" in text, "(종료)" in text, reverse("request_new") in text) == (
            True,
            True,
            False,
        )


def test_a_closed_one_stands_before_no_other(client: Client) -> None:
    closed, acting = make.community(name="가 모임", state="closed"), make.community(name="나 모임")
    person = make.representative(closed)
    make.representative(acting, person)
    client.force_login(person)
    form = client.get(reverse("request_new")).context["form"]
    assert form.only == acting

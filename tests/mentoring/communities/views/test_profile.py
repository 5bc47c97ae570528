"""What the representative keeps up of the community."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.communities.domain import communities as domain
from mentoring.communities.models import Community, CommunityMembership
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db

WRITTEN = {"story": "화요일마다 골목을 가꿉니다.", "members_count": 12, "meeting_place": "골목 정자"}


def test_only_the_representative_writes_it(client: Client) -> None:
    community = make.community()
    person, page = make.representative(community), reverse("community_profile")
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
    answer = client.post(reverse("community_profile"), WRITTEN)
    page = answer.content.decode()
    assert (answer.status_code, "이 센터의 담당자만" in page, WRITTEN["story"] in page) == (422, True, True)
    community.refresh_from_db()
    assert community.story != WRITTEN["story"]

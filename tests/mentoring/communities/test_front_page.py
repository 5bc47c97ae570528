import unicodedata

import pytest
from django.test import Client

from tests.factories import mentoring, pages, people

pytestmark = pytest.mark.django_db


def test_the_search_finds_communities_by_name_dong_and_introduction(client: Client) -> None:
    pages.home()
    centre = people.centre()
    dong = people.region(parent=centre.region, name="농성1동")
    listed = mentoring.community(centre, name="햇살 텃밭", story="화요일에 모입니다", dong=dong)
    mentoring.community(centre, name="닫은 텃밭", state="closed", dong=dong)
    for words in ("농성", "살 텃", unicodedata.normalize("NFD", "텃밭"), "텃밭  햇살", "화요일"):
        groups = client.get("/search/", {"q": words}).context["groups"]
        assert [(str(group.label), [hit.title for hit in group.hits]) for group in groups] == [
            ("공동체", [listed.name])
        ]
        assert groups[0].hits[0].url == f"/communities/{listed.slug}/"
    assert client.get("/search/", {"q": "없는 이름"}).context["groups"] == []

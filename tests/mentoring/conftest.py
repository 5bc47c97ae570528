"""Whatever a test lets happen to a request, an offer, a coaching or a visit: who is told reads of which community."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Q

from lms.notifications.models import Notice
from mentoring.communities.models import Community

MATTERS = ("coaching.", "matching.", "visits.")


@pytest.fixture(autouse=True)
def every_notice_names_its_community(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        yield
        of_them = Q()
        for matter in MATTERS:
            of_them |= Q(kind__startswith=matter)
        told = list(Notice.objects.filter(of_them).values_list("kind", "title", "text"))
        names = list(Community.objects.values_list("name", flat=True)) if told else []
        silent = [row for row in told if not any(name in f"{row[1]} {row[2]}" for name in names)]
        assert silent == []
    else:
        yield

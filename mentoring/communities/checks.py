from collections.abc import Iterator

from django.db.models import F

from lms.common.integrity import verify
from mentoring.communities.models import ConflictOfInterest


def conflicts_are_within_a_centre() -> Iterator[str]:
    yield from verify.rows(ConflictOfInterest.objects.exclude(community__centre=F("expert__centre")))


CHECKS = {
    "conflicts_are_within_a_centre": conflicts_are_within_a_centre,
}

from collections.abc import Iterator

from django.db.models import F, Q

from lms.common.integrity import verify
from mentoring.coaching.models import Engagement


def engagements_follow_their_offer() -> Iterator[str]:
    follows = Q(
        request=F("proposal__request"),
        community=F("request__community"),
        expert=F("proposal__expert"),
        appointment__person=F("expert__person"),
    )
    yield from verify.rows(Engagement.objects.exclude(follows))


CHECKS = {
    "engagements_follow_their_offer": engagements_follow_their_offer,
}

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from lms.common.integrity import verify
from mentoring.coaching.enums import OPEN_ENGAGEMENT, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement


def matched_requests_are_coached() -> Iterator[str]:
    open_ones = Engagement.objects.filter(request=OuterRef("pk"), state__in=OPEN_ENGAGEMENT)
    yield from verify.rows(CoachingRequest.objects.filter(~Exists(open_ones), state=RequestState.MATCHED))
    yield from verify.rows(CoachingRequest.objects.filter(Exists(open_ones)).exclude(state=RequestState.MATCHED))


CHECKS = {
    "matched_requests_are_coached": matched_requests_are_coached,
}

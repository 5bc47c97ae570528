from collections.abc import Iterator

from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, Measured, look
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.matching.ranking import ranking


def looks() -> Iterator[Look]:
    offers = MatchProposal.objects.filter(expert__person=person("mentor"), state=ProposalState.OFFERED)
    yield look("mentor", "expert_home")
    yield look("mentor", "offer", offers.order_by("-pk")[0].pk)
    asked = CoachingRequest.objects.filter(centre__slug="seogu").order_by("pk")
    triaged, offered = asked.filter(state=RequestState.TRIAGED)[0], asked.filter(state=RequestState.OFFERING)[0]
    yield look("coordinator", "office_requests")
    yield look("coordinator", "office_request", triaged.pk)
    yield look("coordinator", "office_request", offered.pk, called="office_request_offered")
    yield look("coordinator", "office_offer_confirm", triaged.pk, ranking(triaged).candidates[0].expert.pk)
    yield look("coordinator", "office_hand_over", Engagement.objects.filter(state=EngagementState.ACTIVE)[0].pk)


PAGES = DemoPages(looks, measured=(Measured("mentor", "/mentor/"), Measured("coordinator", "/office/requests/")))

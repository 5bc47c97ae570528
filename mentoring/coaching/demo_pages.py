from collections.abc import Iterator

from cms.models import Topic
from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, look
from mentoring.coaching.domain.requests import save_draft
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.models import Community


def prepare() -> None:
    """A request that is begun, so that its later steps can be seen."""
    who = person("rep020")
    save_draft(
        community=Community.objects.filter(memberships__person=who).order_by("pk")[0],
        actor=who,
        support_kind="coaching",
        topics=[Topic.objects.get(name="기록·아카이빙")],
        problem="사진은 쌓이는데 정리할 사람이 없습니다.",
        goal="한 해의 사진을 한 권으로 묶습니다.",
        sensitive=False,
    )


def looks() -> Iterator[Look]:
    asked = CoachingRequest.objects.filter(community__memberships__person=person("representative"))
    engagement = Engagement.objects.get(request__in=asked, state=EngagementState.ACTIVE)
    for view in ("community_requests", "request_new"):
        yield look("representative", view)
    yield look("representative", "request", asked.order_by("pk")[0].pk)
    yield look("representative", "engagement_review", engagement.pk)
    yield look("rep021", "community_requests", called="community_requests_empty")
    begun = CoachingRequest.objects.get(community__memberships__person=person("rep020"), state=RequestState.DRAFT)
    for view in ("request_what", "request_when", "request_wishes"):
        yield look("rep020", view, begun.pk)
    triaged = CoachingRequest.objects.filter(centre__slug="seogu", state=RequestState.TRIAGED).order_by("pk")[0]
    yield look("coordinator", "office_community", triaged.community_id)


PAGES = DemoPages(looks, prepare)

"""The people who walk and the things they try, out of the sample data."""

from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.http import urlsafe_base64_encode

from courses.credentials.models import Certificate
from courses.learning.models import CompletionReview
from courses.runs.models import ClassSession, CourseRun, Enrolment, Evidence
from lms.accounts.models import RegionList, User, Zone
from lms.accounts.official_list import BUNDLED
from lms.common import clock
from lms.common.background import jobs
from lms.common.looks import email_of
from lms.invitations.links import MAILED, token_of
from lms.invitations.models import Invitation
from lms.notifications.domain import notify
from lms.signin.address_links import token_of as token_of_address
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.models import Community, CommunityMembership, ConflictOfInterest
from mentoring.corps.enums import ConflictKind
from mentoring.corps.models import Appointment, AvailabilityWindow
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.visits.enums import VisitState
from mentoring.visits.models import ActionItem, Visit
from tests import topics

ANONYMOUS = "anonymous"
# Column of the table → whose sign-in. Things belong to the first of each kind; the second is a stranger of the same kind.
PEOPLE = {
    "trainee": "trainee",
    "classmate": "learner31",
    "mentor": "mentor",
    "expert": "expert06",
    "representative": "representative",
    "neighbour": "rep001",
    "council": "council",
    "instructor": "learner01",
    "editor": "editor",
    "reviewer": "reviewer",
    "coordinator": "coordinator",
    "manager": "manager",
    "auditor": "auditor",
    "coordinator2": "coordinator2",
    "manager2": "manager2",
    "admin": "admin",
}


def person(key: str) -> User:
    return User.objects.get(email=email_of(key))


def build() -> None:
    """On the sample data."""
    run = CourseRun.objects.get(name="2026년 2기", version__course_key="MJ-101")
    run.instructors.add(person("learner01"))


def client(column: str) -> Client:
    made = Client(raise_request_exception=False)
    if column != ANONYMOUS:
        made.force_login(person(PEOPLE[column]))
    return made


def clients() -> dict[str, Client]:
    return {column: client(column) for column in (ANONYMOUS, *PEOPLE)}


def things() -> dict[str, dict[str, Any]]:
    """What stands for the parameters of an address."""
    found = own_things()
    for brought in topics.called("things"):
        assert not brought.keys() & found.keys()
        found |= brought
    return found


def own_things() -> dict[str, dict[str, Any]]:
    run = CourseRun.objects.get(name="2026년 2기", version__course_key="MJ-101")
    open_run = CourseRun.objects.get(name="2026년 3기")
    draft = CourseRun.objects.get(state="draft")
    held = ClassSession.objects.filter(run=run).order_by("starts_at")[0]
    enrolment = Enrolment.objects.get(run=run, person=person("trainee"))
    certificate = Certificate.objects.get(person=person("mentor"), course_key="MJ-301")
    community = Community.objects.get(name="상무한마음아파트 이웃회")
    engagement = Engagement.objects.get(community=community)
    expert = engagement.expert
    asked = CoachingRequest.objects.filter(state=RequestState.TRIAGED, community__field__code="care-edu").first()
    waiting = Visit.objects.get(engagement=engagement, state=VisitState.SUBMITTED)
    arranged = Visit.objects.filter(engagement=engagement, state=VisitState.SCHEDULED)[0]
    conflict = ConflictOfInterest.objects.create(
        expert=expert, community=community, kind=ConflictKind.OTHER, since=clock.today()
    )
    membership = CommunityMembership.objects.create(
        community=community, person=person("rep002"), role="member", since=clock.today()
    )
    owner = person("trainee")
    photo = waiting.photos.all()[0]
    lines = {line["number"]: line["key"] for line in run.version.manifest}
    proposal = MatchProposal.objects.get(expert=expert, state=ProposalState.OFFERED)
    invitation = Invitation.objects.open().get()
    job, _is_new = jobs.open_job(
        owner=person("coordinator"), key="sample", title="수료증 발급", total=1, back="/office/"
    )
    notice = notify(person=owner, kind="seat", key="walked", title="자리가 정해졌습니다", path="/my/")
    return {
        "-": {},
        "address": {"token": token_of_address(owner, "another@example.org")},
        "invitation": {"pk": invitation.pk, "token": token_of(invitation, MAILED)},
        "course": {"slug": "mj-101"},
        "run": {"run_id": run.pk, "pk": run.pk},
        "open run": {"run_id": open_run.pk, "pk": open_run.pk},
        "draft run": {"run_id": draft.pk, "pk": draft.pk},
        "lesson": {"run_id": run.pk, "key": lines[4]},
        "lesson done": {"run_id": run.pk, "key": lines[2]},
        "class": {"run_id": run.pk, "pk": held.pk},
        "sheet": {"pk": run.pk, "session_id": held.pk},
        "enrolment": {"pk": enrolment.pk, "action": "withdraw"},
        "evidence": {"pk": Evidence.objects.standing().filter(centre=run.centre, kind="paper").order_by("pk")[0].pk},
        "review": {"pk": CompletionReview.objects.get().pk},
        "certificate": {"pk": certificate.pk, "code": certificate.code},
        "appointment": {"pk": Appointment.objects.get(person=expert.person).pk, "step": "suspend"},
        "council appointment": {"pk": Appointment.objects.get(person=person("council")).pk, "step": "suspend"},
        "body": {"pk": engagement.appointment.body_id, "step": "close"},
        "field": {"kind": "fields", "pk": community.field_id, "step": "close"},
        "zone": {"pk": Zone.objects.get(name="서구 A권역").pk, "step": "close"},
        "region list": {
            "pk": RegionList.objects.create(text=BUNDLED.read_text(), digest="walked", taken_at=clock.now()).pk
        },
        "community": {"pk": community.pk, "slug": community.slug, "what": "stage"},
        "list": {"what": "communities"},
        "deed": {"what": "withdraw_learners"},
        "access list": {"what": "records"},
        "conflict": {"pk": community.pk, "conflict_id": conflict.pk},
        "request": {"pk": engagement.request_id, "step": "triage", "expert_id": expert.pk},
        "new request": {"pk": asked.pk, "step": "reject", "expert_id": expert.pk},
        "proposal": {"pk": proposal.pk},
        "engagement": {"pk": engagement.pk, "step": "pause"},
        "log": {"pk": waiting.pk},
        "arranged": {"pk": arranged.pk},
        "notice": {"pk": notice.pk},
        "step": {"pk": ActionItem.objects.filter(engagement=engagement)[0].pk},
        "photo": {"pk": waiting.pk, "photo_id": photo.pk},
        "window": {"pk": AvailabilityWindow.objects.filter(expert=expert)[0].pk},
        "member": {"pk": community.pk, "member_id": membership.pk},
        "learner": {"pk": person("learner31").pk},
        "job": {"pk": job.pk},
        "purpose": {"purpose": "news"},
        "download": {"kind": "json"},
        "month": {"month": clock.today().strftime("%Y%m")},
        "reset link": {
            "uidb36": urlsafe_base64_encode(str(owner.pk).encode()),
            "key": default_token_generator.make_token(owner),
        },
        "unknown": {"pk": 0, "token": "none", "key": "none", "uidb36": "1", "code": "nobody"},
        "page restriction": {"page_view_restriction_id": 1, "page_id": 1},
    }

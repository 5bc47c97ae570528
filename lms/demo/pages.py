"""Every page of the site in the sample world, with somebody who may see it: what the pictures and the browser tests walk."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.urls import reverse

from cms.models import Topic
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.runs.enums import EnrolmentState
from courses.runs.models import ClassSession, CourseRun, Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.background import jobs
from lms.common.models import Job
from lms.common.records import transitions
from lms.demo.looks import VISITOR, Look
from lms.demo.parts.coaching import profile
from lms.demo.parts.runs import expert
from lms.demo.passwords import demo_password, email_of
from lms.invitations.links import MAILED, token_of
from lms.invitations.models import Invitation
from lms.signin import address_links
from mentoring.coaching.domain.requests import save_draft
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.models import Community
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, Body
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.matching.ranking import ranking
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit

# Their pages have something to show that no demo sign-in has: a certificate, an application, a community without requests.
ALSO = ("learner01", "learner13", "learner23", "learner51", "expert07", "rep020", "rep021")


def look(who: str, view: str, *args: Any, called: str = "", query: str = "", status: int = 200) -> Look:
    return Look(called or view.rpartition(":")[2], who, reverse(view, args=args) + query, status)


def person(who: str) -> User:
    return User.objects.get(email=email_of(who))


def visitors() -> Iterator[Look]:
    certificate = Certificate.objects.filter(state=CertificateState.VALID).order_by("pk")[0]
    yield Look("home", VISITOR, "/")
    yield Look("centre", VISITOR, "/seogu/")
    yield Look("guide", VISITOR, "/guide/")
    yield Look("not_found", VISITOR, "/nowhere/", 404)
    yield look(VISITOR, "search")
    yield look(VISITOR, "search", called="search_found", query="?q=마을")
    yield look(VISITOR, "search", called="search_nothing", query="?q=나비효과")
    yield look(VISITOR, "curriculum")
    for slug in ("mj-101", "mj-201", "mj-301", "mj-401", "sd-101"):
        yield look(VISITOR, "course", slug, called=f"course_{slug}")
    yield look(VISITOR, "communities")
    yield look(VISITOR, "communities", called="communities_none", query="?q=나비효과")
    yield look(VISITOR, "community_page", Community.objects.order_by("pk")[2].slug)
    yield look(VISITOR, "experts")
    yield look(VISITOR, "verify_form")
    yield look(VISITOR, "verify_form", called="verify_form_wrong", query="?code=", status=422)
    yield look(VISITOR, "verify", certificate.code)
    yield look(VISITOR, "verify", "AAAA-BBBB-CCCC", called="verify_unknown", status=404)
    for view in ("display", "help", "accessibility", "privacy"):
        yield look(VISITOR, f"common:{view}")
    for view in ("account_login", "account_signup", "account_reset_password", "account_reset_password_done"):
        yield look(VISITOR, view)
    yield look(VISITOR, "account_reset_password_from_key_done")
    yield look(VISITOR, "account_reset_password_from_key", "1", "old-link")
    yield look(VISITOR, "account_inactive")
    yield look(VISITOR, "account_email_verification_sent")
    yield look(VISITOR, "account_confirm_email", "old-link")
    yield look(VISITOR, "invitation", token_of(Invitation.objects.open().get(), MAILED))
    yield look(VISITOR, "invitation", "old-link", called="invitation_over", status=404)
    yield look(VISITOR, "address_link", address_links.token_of(person("trainee"), "yesi@example.org"))
    yield look(VISITOR, "address_link", "old-link", called="address_over", status=410)


def learners() -> Iterator[Look]:
    rows = Enrolment.objects.select_related("run", "version")
    mine = rows.get(person=person("trainee"), state=EnrolmentState.ACTIVE)
    run, lines = mine.run, mine.version.manifest
    for view in (
        "my_home",
        "my_learning",
        "notices",
        "profile",
        "my_privacy",
        "erase_account",
        "my_certificates",
        "my_appointments",
    ):
        yield look("trainee", view)
    yield look(
        "trainee", "invitation", token_of(Invitation.objects.open().get(), MAILED), called="invitation_signed_in"
    )
    yield look("trainee", "learn", run.pk)
    yield look("trainee", "record", run.pk)
    by_number = {line["number"]: line["key"] for line in lines}
    yield look("trainee", "lesson", run.pk, by_number[1], called="lesson_class")
    yield look("trainee", "lesson", run.pk, by_number[2], called="lesson_done")
    yield look("trainee", "lesson", run.pk, by_number[4])
    yield look("trainee", "lesson_finished", run.pk, by_number[2])
    for number, session in enumerate(run.sessions.order_by("starts_at")[:2]):
        yield look(
            "trainee", "class_session", run.pk, session.pk, called=("class_session_over", "class_session")[number]
        )
    open_run = CourseRun.objects.get(version__course_key="MJ-101", name="2026년 3기")
    full_run = CourseRun.objects.get(version__course_key="MJ-201", name="2026년 2기")
    old_run = CourseRun.objects.get(version__course_key="MJ-101", name="2026년 1기")
    yield look("representative", "apply", open_run.pk)
    yield look("trainee", "apply", full_run.pk, called="apply_not_yet")
    yield look("trainee", "apply", old_run.pk, called="apply_closed")
    yield look("learner13", "apply", full_run.pk, called="apply_admitted")
    yield look("learner23", "apply", full_run.pk, called="apply_sent")
    yield look("learner51", "my_home", called="my_home_before")
    yield look("learner51", "learn", open_run.pk, called="learn_before")
    yield look("learner51", "lesson", open_run.pk, by_number[2], called="lesson_locked", status=403)
    yield look("learner01", "my_home", called="my_home_certified")
    yield look("learner01", "my_learning", called="my_learning_certified")
    yield look("learner01", "my_certificates", called="my_certificates_some")
    yield look("learner01", "learn", old_run.pk, called="learn_completed")
    yield look("learner01", "record", old_run.pk, called="record_completed")
    for view in ("devices", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"):
        yield look("trainee", view)
    for view in ("account_email", "account_change_password", "account_logout", "account_reauthenticate"):
        yield look("trainee", view)


def appointed() -> Iterator[Look]:
    offered = Appointment.objects.get(person=person("expert07"), state=AppointmentState.OFFERED)
    yield look("expert07", "my_home", called="my_home_offered")
    yield look("expert07", "my_appointments", called="my_appointments_offered")
    yield look("expert07", "my_appointment", offered.pk, called="my_appointment_offered")
    for who in ("mentor", "council"):
        active = Appointment.objects.filter(person=person(who), state=AppointmentState.ACTIVE).order_by("pk")[0]
        yield look(who, "my_appointment", active.pk, called=f"my_appointment_{who}")
    yield look("council", "my_home", called="my_home_council")


def experts() -> Iterator[Look]:
    mine = Visit.objects.filter(engagement__expert__person=person("mentor")).order_by("-starts_at")
    engagement = Engagement.objects.get(expert__person=person("mentor"), state=EngagementState.ACTIVE)
    offer = MatchProposal.objects.filter(expert=profile(5), state=ProposalState.OFFERED).order_by("-pk")[0]
    arranged = mine.filter(state=VisitState.SCHEDULED)[0]
    for view in (
        "expert_home",
        "visits",
        "visit_new",
        "visit_no_show",
        "expert_communities",
        "expert_schedule",
        "expert_profile",
    ):
        yield look("mentor", view)
    yield look("mentor", "visit_new", called="visit_new_arranged", query=f"?visit={arranged.pk}")
    yield look("mentor", "offer", offer.pk)
    for state in (VisitState.SUBMITTED, VisitState.CONFIRMED):
        yield look("mentor", "visit", mine.filter(state=state)[0].pk, called=f"visit_{state}")
    yield look("mentor", "expert_community", engagement.pk)
    yield look("mentor", "statement", f"{clock.today():%Y%m}")


def communities() -> Iterator[Look]:
    asked = CoachingRequest.objects.filter(community__memberships__person=person("representative"))
    engagement = Engagement.objects.get(request__in=asked, state=EngagementState.ACTIVE)
    visits = Visit.objects.filter(engagement=engagement).order_by("-starts_at")
    for view in ("community_home", "community_requests", "community_profile", "community_members", "request_new"):
        yield look("representative", view)
    yield look("representative", "request", asked.order_by("pk")[0].pk)
    yield look("representative", "visit_confirm", visits.filter(state=VisitState.SUBMITTED)[0].pk)
    yield look(
        "representative", "visit_confirm", visits.filter(state=VisitState.CONFIRMED)[0].pk, called="visit_confirm_over"
    )
    yield look("representative", "engagement_review", engagement.pk)
    yield look("rep020", "community_home", called="community_home_draft")
    yield look("rep021", "community_home", called="community_home_empty")
    yield look("rep021", "community_requests", called="community_requests_empty")
    draft = CoachingRequest.objects.filter(community__memberships__person=person("rep020"), state=RequestState.DRAFT)
    for row in draft:
        for view in ("request_what", "request_when", "request_wishes"):
            yield look("rep020", view, row.pk)


def offices() -> Iterator[Look]:
    yield from _office_of_courses()
    yield from _office_of_appointments()
    yield from _office_of_coaching()


def _job_under_way() -> Job:
    job, _is_new = jobs.open_job(
        owner=person("coordinator"),
        key="pages",
        title="수료증 발급: 마을자치학과 입문과정 2026년 2기",
        total=17,
        back=reverse("office_completions"),
    )
    refusal = "이름을 인쇄할 수 없습니다: 예시수강70. 먼저 이름의 글자를 고쳐 주세요."
    with transaction.atomic():
        transitions.move(job, "begin", actor=None, changes={"done": 11, "refused": 1, "message": refusal})
    return job


def _office_of_courses() -> Iterator[Look]:
    runs = {(run.version.course_key, run.name): run.pk for run in CourseRun.objects.select_related("version")}
    under_way, over = runs["MJ-101", "2026년 2기"], runs["MJ-101", "2026년 1기"]
    prepared, waiting = runs["MJ-301", "2027년 1기"], runs["MJ-201", "2026년 2기"]
    for view in ("office_home", "office_runs", "office_run_new", "office_completions"):
        yield look("coordinator", view)
    yield look("coordinator", "job", _job_under_way().pk)
    yield look("coordinator", "office_run", under_way)
    yield look("coordinator", "office_run", waiting, called="office_run_applications")
    yield look("coordinator", "office_run", prepared, called="office_run_prepared")
    for view in ("office_run_edit", "office_run_classes"):
        yield look("coordinator", view, prepared)
    yield look("coordinator", "office_run_cancel", waiting)
    for session in ClassSession.objects.filter(run_id=under_way).order_by("starts_at")[:1]:
        yield look("coordinator", "office_attendance", under_way, session.pk)
        yield look("auditor", "office_attendance", under_way, session.pk, called="office_attendance_read")
    yield look("coordinator", "office_completions", called="office_completions_run", query=f"?run={over}")
    yield look(
        "coordinator",
        "office_completions",
        called="office_completions_due",
        query=f"?run={runs['MJ-101', '2026년 주말반']}",
    )
    evening = ClassSession.objects.filter(run_id=runs["MJ-101", "2026년 저녁반"]).order_by("starts_at")[1]
    yield look("coordinator", "office_attendance", evening.run_id, evening.pk, called="office_attendance_empty")
    for row in Enrolment.objects.filter(run_id=waiting, state=EnrolmentState.ACTIVE).order_by("pk")[:1]:
        yield look("coordinator", "office_evidence", row.pk)
    yield look(
        "coordinator", "office_certificate", Certificate.objects.filter(centre__slug="seogu").order_by("pk")[0].pk
    )


def _office_of_appointments() -> Iterator[Look]:
    rows = Appointment.objects.filter(centre__slug="seogu")
    yield look("coordinator", "office_appointments")
    yield look("coordinator", "office_appointment_new", called="office_appointment_find", query="?q=예시")
    yield look("coordinator", "office_appointment_new", query=f"?person={expert(10).pk}")
    for state in (AppointmentState.OFFERED, AppointmentState.ACTIVE, AppointmentState.DISMISSED):
        yield look(
            "manager", "office_appointment", rows.filter(state=state)[0].pk, called=f"office_appointment_{state}"
        )
    yield look("manager", "office_records")
    yield look("manager", "office_invitations", called="office_invitations_manager")
    yield look("manager", "office_records", called="office_records_changes", query="?kind=changes")
    yield look("manager", "office_body", Body.objects.get(centre__slug="seogu").pk)
    yield look("manager", "office_home", called="office_home_manager")
    yield look("auditor", "office_home", called="office_home_auditor")


def _office_of_coaching() -> Iterator[Look]:
    asked = CoachingRequest.objects.filter(centre__slug="seogu").order_by("pk")
    triaged, offered = asked.filter(state=RequestState.TRIAGED)[0], asked.filter(state=RequestState.OFFERING)[0]
    visits = Visit.objects.filter(engagement__centre__slug="seogu")
    for view in (
        "office_people",
        "office_invitations",
        "office_communities",
        "office_community_new",
        "office_requests",
        "office_engagements",
    ):
        yield look("coordinator", view)
    yield look("coordinator", "office_visits")
    yield look("coordinator", "office_person", person("mentor").pk)
    yield look("coordinator", "office_person", person("learner01").pk, called="office_person_learner")
    yield look("coordinator", "office_community", triaged.community_id)
    yield look("coordinator", "office_request", triaged.pk)
    yield look("coordinator", "office_request", offered.pk, called="office_request_offered")
    yield look("coordinator", "office_offer_confirm", triaged.pk, _best(triaged))
    under_way = Engagement.objects.filter(state=EngagementState.ACTIVE)[0].pk
    yield look("coordinator", "office_engagement", under_way)
    yield look("coordinator", "office_hand_over", under_way)
    for state in (VisitState.SUBMITTED, VisitState.CONFIRMED):
        yield look("coordinator", "office_visit", visits.filter(state=state)[0].pk, called=f"office_visit_{state}")


def _best(request: CoachingRequest) -> int:
    return int(ranking(request).candidates[0].expert.pk)


def looks() -> list[Look]:
    return [look for part in (visitors, learners, appointed, experts, communities, offices) for look in part()]


def let_in(*keys: str) -> None:
    """Sample people without a demo sign-in get one, with the demo password."""
    for key in keys:
        who = person(key)
        who.set_password(demo_password())
        who.save()


def prepare() -> None:
    """Lets the people of ALSO sign in, and begins a request so that its later steps can be seen."""
    let_in(*ALSO)
    _begin_request(person("rep020"))


def _begin_request(who: User) -> None:
    save_draft(
        community=Community.objects.filter(memberships__person=who).order_by("pk")[0],
        actor=who,
        support_kind="coaching",
        topics=[Topic.objects.get(name="기록·아카이빙")],
        problem="사진은 쌓이는데 정리할 사람이 없습니다.",
        goal="한 해의 사진을 한 권으로 묶습니다.",
        sensitive=False,
    )


def tell() -> None:
    """Called in the site's own process by `looks_of`."""
    prepare()
    print(json.dumps([asdict(look) for look in looks()]))

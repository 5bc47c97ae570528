"""Deeds of communities, bodies, requests, coachings and visits."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.records.seen import seen_of
from mentoring.coaching.domain import engagements, requests
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.domain import communities, conflicts
from mentoring.communities.enums import CommunityRole, CommunityState
from mentoring.communities.models import Community
from mentoring.corps.domain import (
    appointing,
    availability,
    bodies,
    drafting,
    standing,
    term_changes,
    term_dates,
)
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind, ConflictKind
from mentoring.corps.models import Appointment
from mentoring.matching.domain import offers
from mentoring.matching.enums import DeclineReason
from mentoring.matching.models import MatchProposal
from mentoring.visits import retention
from mentoring.visits.domain import arranging, confirmation, photo_removal, writing
from mentoring.visits.enums import Side, VisitState
from mentoring.visits.models import Visit
from tests.factories import certificates, people, photos, visits
from tests.factories import mentoring as make
from tests.races.deeds.deed import ONCE, Given, deed

A = AppointmentState
SAID = {"reason": "전화로 말씀하심"}


def days(number: int) -> Any:
    return clock.today() + timedelta(days=number)


# ── communities


def by_office(community: Community, **besides: Any) -> dict[str, Any]:
    return {"community": community, "actor": people.staff(community.centre), **besides}


@deed(communities.update_profile, answers=["changed_meanwhile", "done"])
def an_introduction_by_two() -> Given:
    community = make.community()
    seen = seen_of(community, ("story", "meeting_place", "members_count"))
    said = {"meeting_place": "", "members_count": 9, "seen": seen}
    return [by_office(community, story=story, **said) for story in ("하나", "둘")]


@deed(communities.change_details, answers=["changed_meanwhile", "done"])
def details_by_two() -> Given:
    community = make.community()
    seen = seen_of(community, ("name", "field", "dong", "meeting_place"))
    said = {"field": community.field, "dong": community.dong, "meeting_place": "", "seen": seen}
    return [by_office(community, name=name, **said) for name in ("하나", "둘")]


@deed(communities.set_stage)
def a_stage() -> Given:
    community = make.community()
    return by_office(community, stage=make.stage(community.centre))


@deed(communities.set_state)
def a_rest() -> Given:
    return by_office(make.community(), state=CommunityState.RESTING, **SAID)


@deed(communities.add_member)
def a_treasurer() -> Given:
    community = make.community()
    return by_office(community, person=people.known(community.centre), role=CommunityRole.TREASURER)


@deed(communities.end_membership)
def a_treasurer_leaves() -> Given:
    community = make.community()
    make.representative(community, role=CommunityRole.TREASURER)
    return {"membership": community.memberships.get(), "actor": people.staff(community.centre)}


@deed(conflicts.end_conflict)
def a_conflict_is_over() -> Given:
    expert = make.expert()
    community = make.community(expert.centre)
    kind = ConflictKind.FAMILY
    made = conflicts.add_conflict(expert=expert, community=community, kind=kind, actor=people.staff(expert.centre))
    return {"conflict": made, "actor": people.staff(expert.centre)}


# ── bodies and terms


def of_manager(appointment: Appointment, **besides: Any) -> dict[str, Any]:
    return {"appointment": appointment, "actor": people.staff(appointment.centre, Role.MANAGER), **besides}


def of_person(appointment: Appointment, **besides: Any) -> dict[str, Any]:
    return {"appointment": appointment, "actor": appointment.person, **besides}


def a_term(state: str = A.ACTIVE, *, council: bool = False, **fields: Any) -> Appointment:
    kind = BodyKind.COUNCIL if council else BodyKind.CORPS
    return make.appointment(make.body(people.centre(), kind=kind), state=state, **fields)


def an_offer(**fields: Any) -> Appointment:
    coming = {"starts_on": days(10), "ends_on": days(300), "accepted_at": None, "letter_no": ""}
    return a_term(A.OFFERED, **coming | {"offer_expires_on": days(5)} | fields)


def a_coming_term(**fields: Any) -> Appointment:
    return a_term(A.ACCEPTED, **{"starts_on": days(10), "ends_on": days(300), "letter_no": ""} | fields)


BY_OFFICE = {"source": AppointmentSource.EX_OFFICIO, "office": "동장", "ends_on": None}


@deed(bodies.change_settings, answers=["changed_meanwhile", "done"])
def settings_by_two() -> Given:
    body = make.body(people.centre())
    seen, actor = seen_of(body, ("term_months",)), people.staff(body.centre, Role.MANAGER)
    return [{"body": body, "actor": actor, "seen": seen, "term_months": months} for months in (6, 24)]


@deed(bodies.close_body)
def a_body_closed() -> Given:
    body = make.body(people.centre())
    return {"body": body, "actor": people.staff(body.centre, Role.MANAGER)}


@deed(bodies.reopen_body)
def a_body_opened_again() -> Given:
    body = make.body(people.centre(), closed_on=clock.today())
    return {"body": body, "actor": people.staff(body.centre, Role.MANAGER)}


@deed(drafting.renew_appointment)
def a_further_term() -> Given:
    term = a_term(ends_on=days(20))
    people.says_yes(term.person, term.centre)
    return of_manager(term)


@deed(appointing.confirm_ex_officio)
def a_seat_by_office() -> Given:
    nothing = {"offered_at": None, "accepted_at": None, "letter_no": ""}
    return of_manager(a_term(A.DRAFT, council=True, starts_on=days(3), **BY_OFFICE, **nothing))


@deed(appointing.withdraw_appointment)
def an_offer_taken_back() -> Given:
    return of_manager(an_offer(), **SAID)


@deed(appointing.step_back)
def somebody_steps_back() -> Given:
    return of_person(a_coming_term(), **SAID)


@deed(appointing.accept_appointment)
def an_offer_accepted() -> Given:
    offer = an_offer()
    return of_person(offer, signed_name=offer.person.name, phone="01012345678", address="경열로 1")


@deed(appointing.decline_appointment)
def an_offer_declined() -> Given:
    return of_person(an_offer())


@deed(appointing.lapse_appointment)
def an_offer_that_ran_out() -> Given:
    return {"appointment": an_offer(offer_expires_on=days(-1))}


@deed(standing.keep_term)
def a_term_kept() -> Given:
    body = make.body(people.centre(), required_course="MJ-301")
    person = people.user()
    paper = certificates.certificate(body.centre, person, state="revoked", reason="오류")
    return of_manager(make.appointment(body, person, certificate=paper), **SAID)


@deed(term_changes.suspend_term)
def a_term_suspended() -> Given:
    return of_manager(a_term(), **SAID)


@deed(term_changes.resume_term)
def a_term_that_goes_on() -> Given:
    return of_manager(a_term(A.SUSPENDED), **SAID)


@deed(term_changes.resign_term)
def somebody_resigns() -> Given:
    return of_person(a_term(), **SAID)


@deed(term_changes.dismiss_member)
def somebody_dismissed() -> Given:
    return of_manager(a_term(), **SAID)


@deed(term_changes.end_office)
def an_office_ends() -> Given:
    return of_manager(a_term(council=True, **BY_OFFICE), **SAID)


@deed(term_dates.start_term)
def a_term_begins() -> Given:
    return {"appointment": a_coming_term(starts_on=clock.today())}


@deed(term_dates.expire_term)
def a_term_ends() -> Given:
    return {"appointment": a_term(ends_on=days(-1))}


@deed(availability.remove_window)
def hours_taken_out() -> Given:
    expert = make.expert(windows=[(1, 10, 12)])
    return {"expert": expert, "actor": expert.person, "window_id": expert.windows.get().pk}


@deed(availability.pause_expert)
def a_pause() -> Given:
    expert = make.expert()
    return {"expert": expert, "actor": expert.person, "until": days(30)}


# ── requests


def asked(state: str = RequestState.SUBMITTED, **besides: Any) -> dict[str, Any]:
    request = make.request(make.community(), state, topics=["회의"])
    return {"request": request, "actor": people.staff(request.centre), **besides}


def by_community(state: str = RequestState.SUBMITTED, **besides: Any) -> dict[str, Any]:
    request: CoachingRequest = make.request(make.community(), state, topics=["회의"])
    return {"request": request, "actor": request.created_by, **besides}


@deed(requests.submit_request)
def a_request_sent() -> Given:
    return by_community(RequestState.DRAFT)


@deed(requests.cancel_request, more=2)
def a_request_taken_back() -> Given:
    given = by_community(RequestState.OFFERING)
    make.proposal(given["request"], make.expert(given["request"].centre))
    return given


@deed(requests.save_slots, answers=["done", "sent"])
def hours_of_a_request_that_is_sent() -> Given:
    given = by_community(RequestState.DRAFT)
    return [{"do": requests.submit_request, **given}, {**given, "slots": []}]


@deed(requests.save_wishes, answers=["done", "sent"])
def wishes_of_a_request_that_is_sent() -> Given:
    given = by_community(RequestState.DRAFT)
    return [{"do": requests.submit_request, **given}, given]


@deed(requests.triage_request)
def a_request_looked_at() -> Given:
    return asked()


@deed(requests.waitlist_request)
def a_request_that_waits() -> Given:
    return asked(RequestState.TRIAGED)


@deed(requests.return_to_community)
def a_request_returned() -> Given:
    return asked(**SAID)


@deed(requests.reject_request)
def a_request_turned_down() -> Given:
    return asked(**SAID)


# ── offers


def offered(**fields: Any) -> MatchProposal:
    request = make.request(state=RequestState.OFFERING)
    return make.proposal(request, make.expert(request.centre), **fields)


@deed(offers.decline_offer, more=2)
def an_offer_of_a_community_declined() -> Given:
    proposal = offered()
    return {"proposal": proposal, "actor": proposal.expert.person, "reason": DeclineReason.values[0]}


@deed(offers.withdraw_offer, more=2)
def an_offer_of_a_community_taken_back() -> Given:
    proposal = offered()
    return {"proposal": proposal, "actor": people.staff(proposal.centre), **SAID}


@deed(offers._expire, answers=ONCE, more=2)
def an_offer_of_a_community_that_ran_out() -> Given:
    return {"proposal": offered(expires_at=clock.now() - timedelta(days=1))}


# ── coachings


def coached(engagement: Engagement | None = None, **besides: Any) -> dict[str, Any]:
    engagement = engagement or make.engagement()
    return {"engagement": engagement, "actor": people.staff(engagement.centre), **besides}


@deed(engagements.pause_engagement)
def a_coaching_rests() -> Given:
    return coached()


@deed(engagements.resume_engagement)
def a_coaching_goes_on() -> Given:
    return coached(make.engagement(state=EngagementState.PAUSED))


@deed(engagements.complete_engagement, more=2)
def a_coaching_finished() -> Given:
    engagement = make.engagement(goals=())
    visits.log(engagement, VisitState.CONFIRMED)
    outcome = dict.fromkeys(engagements.OUTCOME, "1")
    person = visits.representative_of(engagement)
    return {"engagement": engagement, "actor": person, "outcome": outcome, "goals": {}}


@deed(engagements.end_engagement_early, more=2)
def a_coaching_ended() -> Given:
    return coached(rematch=True, **SAID)


# ── visits


def to_come(**besides: Any) -> dict[str, Any]:
    engagement = make.engagement()
    visit = visits.arranged(engagement, visits.start(-5))
    return {"visit": visit, "actor": people.staff(engagement.centre), **besides}


def of_author(visit: Visit, **besides: Any) -> dict[str, Any]:
    return {"visit": visit, "author": visit.author, **besides}


def of_community(visit: Visit, **besides: Any) -> dict[str, Any]:
    person = visits.representative_of(visit.engagement)
    return {"visit": visit, "sent_at": visit.submitted_at, "person": person, **besides}


def by_coordinator(visit: Visit, **besides: Any) -> dict[str, Any]:
    return {"visit": visit, "actor": people.staff(visit.centre), **besides}


@deed(arranging.call_off_visit)
def a_visit_called_off() -> Given:
    return to_come(**SAID)


@deed(confirmation.object_to)
def an_objection() -> Given:
    return of_community(visits.log(make.engagement()), comment="시간이 다릅니다.")


@deed(confirmation._auto_confirm, answers=ONCE)
def seven_silent_days() -> Given:
    visit = visits.log(make.engagement())
    Visit.objects.filter(pk=visit.pk).update(confirm_by=clock.now() - timedelta(days=1))
    return {"visit": visit}


@deed(confirmation.rule_on_objection)
def a_ruling() -> Given:
    return by_coordinator(visits.log(make.engagement(), VisitState.OBJECTED), uphold=True, **SAID)


@deed(confirmation.void_visit)
def a_log_declared_void() -> Given:
    return by_coordinator(visits.log(make.engagement(), VisitState.CONFIRMED), **SAID)


@deed(photo_removal.take_out)
def a_photo_taken_out() -> Given:
    visit = photos.log(make.engagement(), state=VisitState.SUBMITTED)
    return {"photo": visit.photos.get(), "actor": people.staff(visit.centre), **SAID}


@deed(writing.allow_late_logs)
def older_logs_allowed() -> Given:
    return coached(until=days(10), **SAID)


@deed(writing.recall_visit)
def a_log_taken_back() -> Given:
    return of_author(visits.log(make.engagement()))


@deed(writing.cancel_visit)
def a_draft_thrown_away() -> Given:
    return of_author(visits.log(make.engagement(), VisitState.DRAFT))


@deed(writing.revise_visit)
def a_log_mended() -> Given:
    visit = visits.log(make.engagement(), VisitState.OBJECTED)
    return of_author(visit, content=visits.content(content="다시 썼습니다."))


@deed(writing.add_addendum)
def an_addition() -> Given:
    return of_author(visits.log(make.engagement(), VisitState.CONFIRMED), text="장소는 도서관이었습니다.")


def a_form(engagement: Engagement, **besides: Any) -> dict[str, Any]:
    return {"engagement": engagement, "client_uuid": uuid.uuid4(), "content": visits.content(), **besides}


@deed(writing.log_no_show, more=2)
def a_visit_that_fell_through() -> Given:
    engagement = make.engagement()
    return a_form(engagement, author=engagement.expert.person, side=Side.COMMUNITY)


@deed(writing.enter_visit, more=2)
def a_log_entered_by_the_office() -> Given:
    engagement = make.engagement()
    Appointment.objects.update(state=A.SUSPENDED)
    return a_form(engagement, actor=people.staff(engagement.centre))


@deed(retention._destroy_drafts, more=0, count=Visit.objects.count)
def a_draft_that_is_sent_before_it_is_destroyed() -> Given:
    engagement = make.engagement()
    draft = visits.log(engagement, VisitState.DRAFT)
    before = clock.now() + timedelta(seconds=1)
    send = a_form(engagement, author=draft.author, submit=True, do=writing.log_visit) | {
        "client_uuid": draft.client_uuid
    }
    destroy = transaction.atomic(retention._destroy_drafts)
    return [send, {"do": destroy, "rows": retention._drafts(before), "before": before}]

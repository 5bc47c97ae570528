"""Each step of a term: who may not, what stops it, and exactly what it leaves behind."""

from datetime import date, timedelta
from typing import Any

import pytest

from courses.enums import CertificateState
from courses.models import Certificate
from lms.accounts.models import Role, User
from lms.common import clock, statelog
from lms.common.errors import DomainError, NotAllowed
from lms.common.terms import term_end
from lms.notifications.models import Notice
from mentoring.domain import appointments as domain
from mentoring.enums import AppointmentSource, AppointmentState, BodyKind, EngagementState
from mentoring.models import Appointment, Body, ExpertProfile
from mentoring.queries.appointments import active_corps_appointment, eligible, renewals_due
from tests.factories import certificates, mentoring, people

pytestmark = pytest.mark.django_db
S = AppointmentState


@pytest.fixture
def world() -> dict[str, Any]:
    centre = people.centre()
    return {
        "centre": centre,
        "body": mentoring.body(centre, seats_max=3, letter_prefix="서구-위촉"),
        "coordinator": people.staff(centre),
        "manager": people.staff(centre, Role.MANAGER),
        "auditor": people.staff(centre, Role.AUDITOR),
        "elsewhere": people.staff(people.centre(), Role.MANAGER),
        "person": people.user(name="예시 주민"),
    }


def draft(world: dict[str, Any], **fields: Any) -> Appointment:
    given = {
        "body": world["body"],
        "person": world["person"],
        "starts_on": clock.today(),
        "actor": world["coordinator"],
    }
    return domain.draft(**given | fields)


def offered(world: dict[str, Any], **fields: Any) -> Appointment:
    return domain.offer(appointment=draft(world, **fields), actor=world["manager"])


def accept(appointment: Appointment, **fields: Any) -> Appointment:
    given = {
        "actor": appointment.person,
        "signed_name": appointment.person.name,
        "phone": "01012345678",
        "address": "경열로 1",
    }
    return domain.accept(appointment=appointment, **given | fields)


def active(world: dict[str, Any], **fields: Any) -> Appointment:
    return accept(offered(world, **fields))


def steps_of(appointment: Appointment) -> list[tuple[str, str, str]]:
    return [(row.action, row.from_state, row.to_state) for row in statelog.history(appointment)]


# ── the length of a term


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 6, 27), 12, date(2027, 6, 26)),
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # the last month lacks the day, so the term ends with it
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_a_term_ends_the_day_before_its_first_day_comes_again(first: date, months: int, last: date) -> None:
    assert term_end(first, months) == last


# ── draft


@pytest.mark.parametrize("who", ["auditor", "elsewhere", "person"])
def test_only_this_centres_staff_drafts(world: dict[str, Any], who: str) -> None:
    with pytest.raises(NotAllowed):
        draft(world, actor=world[who])
    assert Appointment.objects.count() == 0


def test_a_draft_has_its_term_and_is_no_news_to_the_person(world: dict[str, Any]) -> None:
    made = draft(world, starts_on=date(2030, 6, 27))
    assert (made.state, made.ends_on, made.centre) == (S.DRAFT, date(2031, 6, 26), world["centre"])
    assert steps_of(made) == [("draft", "", "draft")]
    assert Notice.objects.count() == 0


def test_a_second_press_gives_the_same_draft(world: dict[str, Any]) -> None:
    assert draft(world) == draft(world)
    assert Appointment.objects.count() == 1


def test_a_closed_account_is_not_drafted(world: dict[str, Any]) -> None:
    world["person"].is_active = False
    world["person"].save()
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "inactive"


def test_a_seat_by_office_needs_the_office(world: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        draft(world, source=AppointmentSource.EX_OFFICIO, office=" ")
    assert refused.value.code == "office_missing"
    made = draft(world, source=AppointmentSource.EX_OFFICIO, office="주민센터장")
    assert (made.office, made.ends_on) == ("주민센터장", None)


def test_who_was_dismissed_waits_until_the_bar_ends(world: dict[str, Any]) -> None:
    domain.dismiss(
        appointment=active(world),
        actor=world["manager"],
        reason="비밀 누설",
        barred_until=clock.today() + timedelta(days=400),
    )
    with pytest.raises(DomainError) as refused:
        draft(world, starts_on=clock.today() + timedelta(days=399))
    assert refused.value.code == "barred"
    assert draft(world, starts_on=clock.today() + timedelta(days=400)).state == S.DRAFT


def test_two_terms_of_one_person_in_one_body_do_not_overlap(world: dict[str, Any]) -> None:
    running = active(world)
    assert running.ends_on is not None
    with pytest.raises(DomainError) as refused:
        draft(world, starts_on=running.ends_on)
    assert refused.value.code == "overlap"
    assert draft(world, starts_on=running.ends_on + timedelta(days=1)).state == S.DRAFT


def test_another_body_is_another_matter(world: dict[str, Any]) -> None:
    active(world)
    other = mentoring.body(world["centre"], kind=BodyKind.COUNCIL)
    assert draft(world, body=other).state == S.DRAFT


# ── the certificate


@pytest.fixture
def asking(world: dict[str, Any]) -> Body:
    Body.objects.filter(pk=world["body"].pk).update(required_course="MJ-301")
    world["body"].refresh_from_db()
    return world["body"]


def test_a_corps_takes_graduates_only(world: dict[str, Any], asking: Body) -> None:
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "no_certificate"
    assert list(refused.value.fields) == ["exception_reason"]


@pytest.mark.parametrize("state", [CertificateState.REVOKED, CertificateState.SUPERSEDED])
def test_a_certificate_that_is_no_longer_valid_proves_nothing(world: dict[str, Any], asking: Body, state: str) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-301", state=state)
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "no_certificate"


def test_the_certificate_of_another_course_proves_nothing(world: dict[str, Any], asking: Body) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-201")
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "no_certificate"


def test_a_graduate_is_drafted_with_the_certificate(world: dict[str, Any], asking: Body) -> None:
    proof = certificates.certificate(world["centre"], world["person"], "MJ-301")
    assert draft(world).certificate == proof


def test_an_exception_has_a_reason_and_is_recorded(world: dict[str, Any], asking: Body) -> None:
    made = draft(world, exception_reason="20년 경력의 마을활동가")
    assert (made.certificate, made.exception_reason) == (None, "20년 경력의 마을활동가")
    assert statelog.history(made).get().reason == "20년 경력의 마을활동가"


def test_a_certificate_revoked_after_the_draft_stops_offer_and_acceptance(world: dict[str, Any], asking: Body) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-301")
    made = draft(world)
    Certificate.objects.update(state=CertificateState.REVOKED)
    with pytest.raises(DomainError) as refused:
        domain.offer(appointment=made, actor=world["manager"])
    assert refused.value.code == "no_certificate"
    Certificate.objects.update(state=CertificateState.VALID)
    made = domain.offer(appointment=made, actor=world["manager"])
    Certificate.objects.update(state=CertificateState.REVOKED)
    with pytest.raises(DomainError) as refused:
        accept(made)
    assert refused.value.code == "no_certificate"


# ── offer


@pytest.mark.parametrize("who", ["coordinator", "auditor", "elsewhere", "person"])
def test_only_the_manager_appoints(world: dict[str, Any], who: str) -> None:
    made = draft(world)
    with pytest.raises(NotAllowed):
        domain.offer(appointment=made, actor=world[who])
    made.refresh_from_db()
    assert (made.state, made.offered_at) == (S.DRAFT, None)


def test_an_offer_stands_for_14_days_and_is_told_once(world: dict[str, Any]) -> None:
    made = offered(world)
    assert domain.offer(appointment=made, actor=world["manager"]) == made
    assert (made.state, made.offer_expires_on) == (S.OFFERED, clock.today() + timedelta(days=14))
    assert [(row.person, row.path) for row in Notice.objects.all()] == [
        (world["person"], f"/my/appointments/{made.pk}/")
    ]
    assert steps_of(made) == [("draft", "", "draft"), ("offer", "draft", "offered")]


def test_offers_and_terms_take_the_seats(world: dict[str, Any]) -> None:
    Body.objects.update(seats_max=2)
    active(world)
    offered(world, person=people.user())
    third = draft(world, person=people.user())
    with pytest.raises(DomainError) as refused:
        domain.offer(appointment=third, actor=world["manager"])
    assert refused.value.code == "no_seat"


def test_a_declined_offer_gives_its_seat_back(world: dict[str, Any]) -> None:
    Body.objects.update(seats_max=1)
    first = offered(world)
    domain.decline(appointment=first, actor=first.person)
    assert offered(world, person=people.user()).state == S.OFFERED


def test_a_further_term_sits_on_the_same_seat(world: dict[str, Any]) -> None:
    Body.objects.update(seats_max=1)
    running = active(world)
    assert running.ends_on is not None
    further = draft(world, starts_on=running.ends_on + timedelta(days=1))
    assert domain.offer(appointment=further, actor=world["manager"]).state == S.OFFERED
    assert domain.seats_taken(world["body"]) == 1


# ── accept and decline


@pytest.mark.parametrize("who", ["coordinator", "manager", "elsewhere"])
def test_nobody_accepts_or_declines_for_another(world: dict[str, Any], who: str) -> None:
    made = offered(world)
    for answer in (lambda: accept(made, actor=world[who]), lambda: domain.decline(appointment=made, actor=world[who])):
        with pytest.raises(NotAllowed):
            answer()
    made.refresh_from_db()
    assert (made.state, made.accepted_at) == (S.OFFERED, None)


@pytest.mark.parametrize("name", ["예시주", "다른 사람", ""])
def test_the_signature_is_the_persons_own_name(world: dict[str, Any], name: str) -> None:
    made = offered(world)
    with pytest.raises(DomainError) as refused:
        accept(made, signed_name=name)
    assert (refused.value.code, list(refused.value.fields)) == ("other_name", ["signed_name"])


def test_spaces_in_the_signature_do_not_matter(world: dict[str, Any]) -> None:
    assert accept(offered(world), signed_name="예시주민").signed_name == "예시 주민"


def test_the_last_day_of_an_offer_still_counts_and_the_next_does_not(world: dict[str, Any]) -> None:
    made = offered(world, starts_on=clock.today() + timedelta(days=60))
    with clock.at(clock.now() + timedelta(days=15)), pytest.raises(DomainError) as refused:
        accept(made)
    assert refused.value.code == "offer_over"
    with clock.at(clock.now() + timedelta(days=14)):
        assert accept(made).state == S.ACCEPTED


def test_accepting_keeps_the_signature_and_fills_in_what_was_unknown(world: dict[str, Any]) -> None:
    person: User = world["person"]
    person.phone = "0621112222"
    person.save()
    made = accept(offered(world, starts_on=clock.today() + timedelta(days=7)))
    person.refresh_from_db()
    assert (made.state, made.signed_name, made.signed_phone, made.signed_address) == (
        S.ACCEPTED,
        "예시 주민",
        "01012345678",
        "경열로 1",
    )
    assert (person.phone, person.address) == ("0621112222", "경열로 1")
    assert made.letter_no == ""
    told = set(Notice.objects.filter(kind="appointment_office").values_list("person", flat=True))
    assert told == {world["coordinator"].pk, world["manager"].pk}


def test_a_second_press_accepts_once(world: dict[str, Any]) -> None:
    made = offered(world)
    first = accept(made)
    assert accept(made).accepted_at == first.accepted_at
    assert [step[0] for step in steps_of(made)] == ["draft", "offer", "accept", "start"]


def test_declining_twice_is_declining_once(world: dict[str, Any]) -> None:
    made = offered(world)
    domain.decline(appointment=made, actor=made.person, reason="이사를 갑니다")
    again = domain.decline(appointment=made, actor=made.person)
    assert (again.state, again.end_reason) == (S.DECLINED, "이사를 갑니다")
    assert [step[0] for step in steps_of(made)] == ["draft", "offer", "decline"]
    with pytest.raises(DomainError) as refused:
        accept(made)
    assert refused.value.code == "not_possible"


# ── withdraw and lapse


def test_an_offer_is_taken_back_by_the_manager_and_with_a_reason(world: dict[str, Any]) -> None:
    made = offered(world)
    with pytest.raises(NotAllowed):
        domain.withdraw(appointment=made, actor=world["coordinator"], reason="자리 없음")
    with pytest.raises(DomainError) as refused:
        domain.withdraw(appointment=made, actor=world["manager"], reason=" ")
    assert refused.value.code == "reason_missing"
    assert domain.withdraw(appointment=made, actor=world["manager"], reason="자리 없음").state == S.WITHDRAWN


def test_a_coordinator_drops_a_draft_and_the_person_hears_nothing(world: dict[str, Any]) -> None:
    made = draft(world)
    assert domain.withdraw(appointment=made, actor=world["coordinator"], reason="잘못 만듦").state == S.WITHDRAWN
    assert Notice.objects.count() == 0


def test_offers_lapse_after_their_last_day_and_only_then(world: dict[str, Any]) -> None:
    made = offered(world)
    with clock.at(clock.now() + timedelta(days=14)):
        assert domain.lapse_due() == 0
        with pytest.raises(DomainError) as refused:
            domain.lapse(appointment=made)
        assert refused.value.code == "offer_runs"
    with clock.at(clock.now() + timedelta(days=15)):
        assert (domain.lapse_due(), domain.lapse_due()) == (1, 0)
    made.refresh_from_db()
    assert made.state == S.LAPSED
    assert statelog.history(made).last().actor is None  # type: ignore[union-attr]


def test_one_that_was_answered_meanwhile_stops_no_other(world: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = offered(world), offered(world, person=people.user())
    lapse = domain.lapse

    def late(*, appointment: Appointment) -> Appointment:
        if appointment == first:
            domain.decline(appointment=first, actor=first.person)
        return lapse(appointment=appointment)

    monkeypatch.setattr(domain, "lapse", late)
    with clock.at(clock.now() + timedelta(days=15)):
        assert domain.lapse_due() == 1
    second.refresh_from_db()
    assert second.state == S.LAPSED


# ── by office


def test_a_member_by_office_is_confirmed_by_the_manager_and_signs_nothing(world: dict[str, Any]) -> None:
    made = draft(world, source=AppointmentSource.EX_OFFICIO, office="주민센터장")
    with pytest.raises(DomainError) as refused:
        domain.offer(appointment=made, actor=world["manager"])
    assert refused.value.code == "ex_officio"
    with pytest.raises(NotAllowed):
        domain.confirm_ex_officio(appointment=made, actor=world["coordinator"])
    made = domain.confirm_ex_officio(appointment=made, actor=world["manager"])
    assert (made.state, made.accepted_at, made.signed_name, made.ends_on) == (S.ACTIVE, None, "", None)
    assert domain.confirm_ex_officio(appointment=made, actor=world["manager"]) == made
    assert domain.expire_due() == 0


def test_others_are_not_confirmed_without_being_asked(world: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        domain.confirm_ex_officio(appointment=draft(world), actor=world["manager"])
    assert refused.value.code == "not_ex_officio"


def test_the_seat_ends_with_the_office_only_where_it_came_with_one(world: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        domain.end_office(appointment=active(world), actor=world["coordinator"], reason="인사 이동")
    assert refused.value.code == "not_ex_officio"
    made = draft(world, person=people.user(), source=AppointmentSource.EX_OFFICIO, office="동장")
    made = domain.confirm_ex_officio(appointment=made, actor=world["manager"])
    with pytest.raises(NotAllowed):
        domain.end_office(appointment=made, actor=world["auditor"], reason="인사 이동")
    made = domain.end_office(appointment=made, actor=world["coordinator"], reason="인사 이동")
    assert (made.state, made.end_reason, made.ended_on) == (S.ENDED, "인사 이동", clock.today())


# ── start


def test_a_term_does_not_begin_before_its_day(world: dict[str, Any]) -> None:
    made = active(world, starts_on=clock.today() + timedelta(days=3))
    assert (made.state, domain.start_due()) == (S.ACCEPTED, 0)
    with pytest.raises(DomainError) as refused:
        domain.start(appointment=made, actor=world["manager"])
    assert refused.value.code == "before_first_day"
    with pytest.raises(NotAllowed):
        domain.start(appointment=made, actor=world["coordinator"])
    with clock.at(clock.now() + timedelta(days=3)):
        assert (domain.start_due(), domain.start_due()) == (1, 0)
        made.refresh_from_db()
        assert active_corps_appointment(made.person, clock.today()) == made
    assert (made.state, made.letter_no) == (S.ACTIVE, f"서구-위촉-{made.starts_on.year}-01")


def test_letters_are_numbered_through_the_year_at_each_centre(world: dict[str, Any]) -> None:
    year = clock.today().year
    council = mentoring.body(world["centre"], kind=BodyKind.COUNCIL, letter_prefix="동-위촉")
    other = people.centre()
    mentoring.appointment(mentoring.body(other), letter_no=f"서구-위촉-{year}-40")
    mentoring.appointment(world["body"], letter_no=f"서구-위촉-{year - 1}-90", state=S.EXPIRED)
    numbers = [active(world).letter_no, active(world, body=council).letter_no]
    numbers.append(active(world, person=people.user()).letter_no)
    assert numbers == [f"서구-위촉-{year}-01", f"동-위촉-{year}-02", f"서구-위촉-{year}-03"]


def test_a_corps_member_gets_a_profile_and_keeps_the_one_there_is(world: dict[str, Any]) -> None:
    person: User = world["person"]
    person.dong = people.region(parent=world["centre"].region)
    person.save()
    active(world)
    profile = ExpertProfile.objects.get()
    assert (profile.person, profile.centre, profile.dong) == (person, world["centre"], person.dong)
    kept = mentoring.expert(world["centre"], appointed=False, bio="오래된 소개")
    active(world, person=kept.person)
    assert ExpertProfile.objects.get(person=kept.person).bio == "오래된 소개"


def test_a_council_member_gets_none(world: dict[str, Any]) -> None:
    active(world, body=mentoring.body(world["centre"], kind=BodyKind.COUNCIL))
    assert ExpertProfile.objects.count() == 0


# ── suspend, resume, resign, dismiss


def test_only_the_manager_suspends_and_lets_go_on(world: dict[str, Any]) -> None:
    made = active(world)
    for act in (domain.suspend, domain.resume, domain.dismiss):
        with pytest.raises(NotAllowed):
            act(appointment=made, actor=world["coordinator"], reason="까닭")
    made = domain.suspend(appointment=made, actor=world["manager"], reason="조사 중")
    assert (made.state, active_corps_appointment(made.person, clock.today())) == (S.SUSPENDED, None)
    assert domain.suspend(appointment=made, actor=world["manager"], reason="조사 중") == made
    made = domain.resume(appointment=made, actor=world["manager"], reason="문제 없음")
    assert (made.state, active_corps_appointment(made.person, clock.today())) == (S.ACTIVE, made)


def test_a_term_that_ended_meanwhile_does_not_go_on(world: dict[str, Any]) -> None:
    made = domain.suspend(appointment=active(world), actor=world["manager"], reason="조사 중")
    with clock.at(clock.now() + timedelta(days=400)), pytest.raises(DomainError) as refused:
        domain.resume(appointment=made, actor=world["manager"], reason="문제 없음")
    assert refused.value.code == "term_over"


def test_nobody_resigns_for_another_or_from_running_coaching(world: dict[str, Any]) -> None:
    made = active(world)
    with pytest.raises(NotAllowed):
        domain.resign(appointment=made, actor=world["manager"], reason="이사")
    expert = ExpertProfile.objects.get()
    coaching = mentoring.engagement(mentoring.community(world["centre"]), expert, appointment=made)
    with pytest.raises(DomainError) as refused:
        domain.resign(appointment=made, actor=made.person, reason="이사")
    assert refused.value.code == "open_engagements"
    coaching.state = EngagementState.COMPLETED
    coaching.save()
    made = domain.resign(appointment=made, actor=made.person, reason="이사")
    assert (made.state, made.end_reason, made.ended_on, made.barred_until) == (S.RESIGNED, "이사", clock.today(), None)
    assert domain.resign(appointment=made, actor=made.person, reason="또").end_reason == "이사"


def test_a_dismissal_flags_the_coaching_and_ends_none_of_it(world: dict[str, Any]) -> None:
    made = active(world)
    coaching = mentoring.engagement(mentoring.community(world["centre"]), ExpertProfile.objects.get(), appointment=made)
    Notice.objects.all().delete()
    until = clock.today() + timedelta(days=365)
    made = domain.dismiss(appointment=made, actor=world["manager"], reason="직무태만", barred_until=until)
    coaching.refresh_from_db()
    assert (made.state, made.end_reason, made.barred_until) == (S.DISMISSED, "직무태만", until)
    assert coaching.state == EngagementState.ACTIVE
    assert {row.person for row in Notice.objects.filter(kind="appointment_office")} == {
        world["coordinator"],
        world["manager"],
    }


@pytest.mark.parametrize("days", [0, -1])
def test_a_bar_lies_in_the_future(world: dict[str, Any], days: int) -> None:
    made = active(world)
    with pytest.raises(DomainError) as refused:
        domain.dismiss(
            appointment=made, actor=world["manager"], reason="까닭", barred_until=clock.today() + timedelta(days=days)
        )
    assert refused.value.code == "barred_in_the_past"


# ── the end of a term


def test_a_term_ends_after_its_last_day_and_flags_open_coaching(world: dict[str, Any]) -> None:
    made = active(world)
    coaching = mentoring.engagement(mentoring.community(world["centre"]), ExpertProfile.objects.get(), appointment=made)
    assert made.ends_on is not None
    last = clock.now() + (made.ends_on - clock.today())
    with clock.at(last):
        assert domain.expire_due() == 0
        assert active_corps_appointment(made.person, clock.today()) == made
        with pytest.raises(DomainError) as refused:
            domain.expire(appointment=made)
        assert refused.value.code == "term_runs"
    with clock.at(last + timedelta(days=1)):
        assert active_corps_appointment(made.person, clock.today()) is None  # before any tick
        assert (domain.expire_due(), domain.expire_due()) == (1, 0)
        flagged = Notice.objects.filter(key__contains="-flag-office-")
        assert {row.person for row in flagged} == {world["coordinator"], world["manager"]}
    made.refresh_from_db()
    coaching.refresh_from_db()
    assert (made.state, made.ended_on, coaching.state) == (S.EXPIRED, made.ends_on, EngagementState.ACTIVE)


def test_suspended_terms_end_too(world: dict[str, Any]) -> None:
    domain.suspend(appointment=active(world), actor=world["manager"], reason="조사 중")
    with clock.at(clock.now() + timedelta(days=400)):
        assert domain.expire_due() == 1


# ── renewal


def test_a_term_is_renewed_by_a_new_row_within_90_days_of_its_end(world: dict[str, Any]) -> None:
    old = active(world)
    with pytest.raises(DomainError) as refused:
        domain.renew(appointment=old, actor=world["coordinator"])
    assert refused.value.code == "not_renewable"
    assert old.ends_on is not None
    with clock.at(clock.now() + (old.ends_on - clock.today()) - timedelta(days=90)):
        assert [row.pk for row in renewals_due(world["centre"])] == [old.pk]
        with pytest.raises(NotAllowed):
            domain.renew(appointment=old, actor=world["auditor"])
        new = domain.renew(appointment=old, actor=world["coordinator"])
        assert domain.renew(appointment=old, actor=world["coordinator"]) == new
        assert list(renewals_due(world["centre"])) == []
        assert (new.state, new.renewed_from, new.starts_on) == (S.DRAFT, old, old.ends_on + timedelta(days=1))
        accept(domain.offer(appointment=new, actor=world["manager"]))
        old.refresh_from_db()
        assert old.state == S.ACTIVE
    with clock.at(clock.now() + (new.starts_on - clock.today())):
        assert (domain.expire_due(), domain.start_due()) == (1, 1)
        assert active_corps_appointment(old.person, clock.today()) == new


def test_the_new_term_waits_for_the_old_one_to_end(world: dict[str, Any]) -> None:
    """Were the two run the other way round, both rows would be in office at once, which the database refuses."""
    old = active(world)
    assert old.ends_on is not None
    with clock.at(clock.now() + (old.ends_on - clock.today()) - timedelta(days=10)):
        new = accept(
            domain.offer(appointment=domain.renew(appointment=old, actor=world["manager"]), actor=world["manager"])
        )
    with clock.at(clock.now() + (new.starts_on - clock.today())):
        assert domain.start_due() == 1
        old.refresh_from_db()
        assert old.state == S.EXPIRED


def test_a_body_may_forbid_renewal(world: dict[str, Any]) -> None:
    old = active(world)
    Body.objects.update(renewable=False)
    with clock.at(clock.now() + timedelta(days=350)), pytest.raises(DomainError) as refused:
        domain.renew(appointment=old, actor=world["coordinator"])
    assert refused.value.code == "not_renewable"


# ── reminders and the list of graduates


def test_offers_are_remembered_after_3_days_and_on_the_eve_once_each(world: dict[str, Any]) -> None:
    offered(world)
    sent = []
    for days in (2, 3, 3, 13, 13, 14):
        with clock.at(clock.now() + timedelta(days=days)):
            domain.remind_due()
            sent.append(Notice.objects.filter(key__contains="-remind").count())
    assert sent == [0, 1, 1, 2, 2, 2]


def test_terms_are_announced_90_and_30_days_before_their_end(world: dict[str, Any]) -> None:
    made = active(world)
    assert made.ends_on is not None
    sent = []
    for days in (91, 90, 30, 30):
        with clock.at(clock.now() + (made.ends_on - clock.today()) - timedelta(days=days)):
            domain.remind_due()
            sent.append(Notice.objects.filter(key__contains="-ends").count())
    assert sent == [0, 1, 2, 2]


def test_graduates_without_a_term_are_eligible_here_and_nowhere_else(world: dict[str, Any], asking: Body) -> None:
    here = certificates.certificate(world["centre"], world["person"], "MJ-301")
    certificates.certificate(world["centre"], people.user(), "MJ-301", state=CertificateState.REVOKED)
    elsewhere = people.centre()
    certificates.certificate(elsewhere, people.user(), "MJ-301")
    assert [(row.person, row.body, row.certificate) for row in eligible(world["centre"])] == [
        (world["person"], asking, here)
    ]
    draft(world)
    assert eligible(world["centre"]) == []


# ── what the page offers


def test_each_role_is_offered_its_own_steps(world: dict[str, Any]) -> None:
    made = draft(world)
    steps = {who: domain.possible_steps(made, world[who]) for who in ("coordinator", "manager", "auditor", "elsewhere")}
    assert steps == {"coordinator": ["withdraw"], "manager": ["offer", "withdraw"], "auditor": [], "elsewhere": []}
    made = accept(domain.offer(appointment=made, actor=world["manager"]))
    steps = {who: domain.possible_steps(made, world[who]) for who in ("coordinator", "manager", "auditor")}
    assert steps == {"coordinator": [], "manager": ["suspend", "dismiss"], "auditor": []}

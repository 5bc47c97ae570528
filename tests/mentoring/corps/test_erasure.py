import pytest

from lms.common.errors import DomainError
from lms.privacy.domain import erasure
from mentoring.corps.enums import IN_OFFICE, IN_PROCESS, AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


def test_signature_and_introduction_go_and_the_term_stays() -> None:
    profile = mentoring.expert(topics={"운영": 2}, windows=[(1, 10, 12)], bio="함께 걷겠습니다")
    profile.fields.add(mentoring.field(profile.centre))
    person = profile.person
    terms = Appointment.objects.filter(person=person)
    terms.update(
        state=AppointmentState.EXPIRED,
        signed_name=person.name,
        signed_phone="01012345678",
        signed_address="예시로 1",
        exception_reason="경험이 많으심",
        end_reason="기간이 끝남",
    )
    erasure.erase_account(person=person, actor=person)
    signed = ("signed_name", "signed_phone", "signed_address", "exception_reason", "end_reason")
    assert list(terms.values_list("state", *signed)) == [("expired", "", "", "", "", "")]
    kept = ExpertProfile.objects.get(pk=profile.pk)
    assert (kept.bio, kept.fields.count(), kept.levels.count(), kept.windows.count()) == ("", 0, 0, 0)


@pytest.mark.parametrize("state", sorted(IN_OFFICE | IN_PROCESS))
def test_nobody_leaves_before_the_term_ended_or_the_offer_was_answered(state: AppointmentState) -> None:
    person = people.user()
    term = mentoring.appointment(mentoring.body(people.centre()), person, state=state)
    with pytest.raises(DomainError) as refused:
        erasure.erase_account(person=person, actor=person)
    assert refused.value.code == "duties"
    Appointment.objects.filter(pk=term.pk).update(state=AppointmentState.RESIGNED)
    assert erasure.erase_account(person=person, actor=person).erased_at is not None

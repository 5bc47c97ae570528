import pytest

from lms.privacy.domain import erasure
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from tests.factories import mentoring

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

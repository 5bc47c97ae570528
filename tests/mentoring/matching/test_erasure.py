import pytest

from lms.privacy.registries import ERASURE
from mentoring.matching.enums import DeclineReason, ProposalState
from tests.factories import mentoring

pytestmark = pytest.mark.django_db


def test_what_an_expert_wrote_on_declining_goes_and_the_answer_stays() -> None:
    leaving, staying = (
        mentoring.proposal(
            mentoring.request(),
            mentoring.expert(),
            ProposalState.DECLINED,
            decline_reason=DeclineReason.TIME,
            decline_note="바쁩니다.",
        )
        for _person in range(2)
    )
    ERASURE["offers"].erase(leaving.expert.person)
    for offer, note in ((leaving, ""), (staying, "바쁩니다.")):
        offer.refresh_from_db()
        assert (offer.state, offer.decline_reason, offer.decline_note) == ("declined", "time", note)

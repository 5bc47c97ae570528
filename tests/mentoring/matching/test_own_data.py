import pytest

from mentoring.matching.enums import DeclineReason, ProposalState
from tests.factories import mentoring
from tests.own_data import kept, rows_of

pytestmark = pytest.mark.django_db


def test_an_offer_is_told_to_its_expert_and_what_is_not_offered_yet_is_not() -> None:
    expert, other = mentoring.expert(), mentoring.expert()
    request, coming = mentoring.request(), mentoring.request()
    offer = mentoring.proposal(
        request, expert, ProposalState.DECLINED, decline_reason=DeclineReason.OTHER, decline_note="다음에 뵙겠습니다."
    )
    for state in (ProposalState.PROPOSED, ProposalState.APPROVED, ProposalState.DISCARDED):
        mentoring.proposal(coming, expert, state)
    assert rows_of(other.person, "offers") == rows_of(offer.created_by, "offers") == []
    assert kept(expert.person, "offers").rows == [
        {
            "공동체": request.community.name,
            "점수": 70,
            "제안한 까닭": "다른 지역",
            "상태": "사양함",
            "제안함": offer.created_at,
            "답할 수 있는 마지막 날": offer.expires_at,
            "답한 날": None,
            "사양한 까닭": "다른 이유",
            "센터에 남기는 말": "다음에 뵙겠습니다.",
        }
    ]

from lms.accounts.models import User
from lms.privacy.registries import Erasure
from mentoring.matching.models import MatchProposal


def _erase(person: User) -> None:
    """What an expert wrote when they declined. That they did stays."""
    MatchProposal.objects.filter(expert__person=person).update(decline_note="")


OFFERS = Erasure(erase=_erase)

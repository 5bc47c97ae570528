from mentoring.corps.models import ExpertProfile


def coached_by(expert: ExpertProfile) -> int:
    return expert.engagements.open().count()


def load_of(expert: ExpertProfile) -> int:
    """Open engagements and open offers of an expert: what the capacity limits."""
    return coached_by(expert) + expert.proposals.open().count()

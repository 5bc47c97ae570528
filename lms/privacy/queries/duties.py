from lms.accounts.models import User
from lms.privacy.registries import ERASURE, Duty


def duties_of(person: User) -> list[Duty]:
    """What is still open and keeps the person from leaving."""
    return [duty for erasure in ERASURE.values() for duty in erasure.duties(person)]

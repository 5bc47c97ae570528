"""Where somebody stopped reading, and what was written when their completion was reviewed. Lessons and attendance stay as
figures."""

from courses.learning.models import CompletionReview, ReadingPlace
from lms.accounts.models import User
from lms.privacy.registries import Erasure


def _erase(person: User) -> None:
    ReadingPlace.objects.filter(enrolment__person=person).delete()
    CompletionReview.objects.filter(completion__person=person).update(reason="")


PROGRESS = Erasure(erase=_erase)

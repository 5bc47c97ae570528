"""Where somebody stopped reading. Lessons and attendance stay as figures."""

from courses.learning.models import ReadingPlace
from lms.accounts.models import User
from lms.privacy.registries import Erasure


def _erase(person: User) -> None:
    ReadingPlace.objects.filter(enrolment__person=person).delete()


PROGRESS = Erasure(erase=_erase)

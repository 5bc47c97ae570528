import pytest

from courses.learning.models import ReadingPlace
from lms.common import clock
from lms.privacy.registries import ERASURE
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


def test_where_somebody_stopped_reading_goes() -> None:
    leaving, staying = (courses.enrolment(courses.run(), people.user()) for _person in range(2))
    for enrolment in (leaving, staying):
        ReadingPlace.objects.create(enrolment=enrolment, lesson_key=courses.key(enrolment.run, 0), at=clock.now())
    ERASURE["progress"].erase(leaving.person)
    assert [place.enrolment for place in ReadingPlace.objects.all()] == [staying]

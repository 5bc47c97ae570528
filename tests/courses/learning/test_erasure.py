import pytest

from courses.learning.models import CompletionReview, ReadingPlace
from courses.runs.models import CompletionWithdrawal
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


def test_what_was_written_of_their_completion_goes() -> None:
    leaving, staying = (
        courses.completed(courses.enrolment(courses.run(courses.version(lessons=1)))) for _person in range(2)
    )
    by = {
        "asked_by": people.user(),
        "asked_at": clock.now(),
        "withdrawn_by": people.user(),
        "withdrawn_at": clock.now(),
    }
    for one in (leaving, staying):
        said = {"centre": one.centre, "completion": one, "reason": "대리 서명"}
        CompletionReview.objects.create(opened_at=clock.now(), **said)
        CompletionWithdrawal.objects.create(**said, **by)
    for part in ("enrolments", "progress"):
        ERASURE[part].erase(leaving.person)
    for model in (CompletionReview, CompletionWithdrawal):
        reasons = dict(model.objects.values_list("completion", "reason"))
        assert reasons == {leaving.pk: "", staying.pk: "대리 서명"}

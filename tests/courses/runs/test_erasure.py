import pytest

from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment, Evidence
from lms.common import clock
from lms.privacy.queries.duties import duties_of
from lms.privacy.registries import ERASURE
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


def test_what_was_written_goes_and_the_figures_stay() -> None:
    leaving, staying = people.user(), people.user()
    for person in (leaving, staying):
        row = courses.enrolment(
            courses.run(), person, state=EnrolmentState.REJECTED, note="바라는 점", reason="자리 없음"
        )
        Evidence.objects.create(
            centre=row.run.centre,
            person=person,
            course_key="basic",
            kind="course",
            reason="다른 센터에서 마침",
            accepted_by=row.run.coordinator,
            accepted_at=clock.now(),
        )
    ERASURE["enrolments"].erase(leaving)
    for person, note, reason, why in ((leaving, "", "", ""), (staying, "바라는 점", "자리 없음", "다른 센터에서 마침")):
        assert list(Enrolment.objects.filter(person=person).values_list("state", "note", "reason")) == [
            ("rejected", note, reason)
        ]
        assert list(Evidence.objects.filter(person=person).values_list("reason", flat=True)) == [why]


@pytest.mark.parametrize("named", ["coordinator", "instructor"])
def test_a_run_that_was_called_off_keeps_nobody_in_charge(named: str) -> None:
    person = people.user()
    run = courses.run(**{"coordinator": person} if named == "coordinator" else {})
    if named == "instructor":
        run.instructors.add(person)
    assert len(duties_of(person)) == 1
    CourseRun.objects.update(state=RunState.CANCELLED)
    assert duties_of(person) == []

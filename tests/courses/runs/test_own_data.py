import pytest

from tests.factories import courses, people
from tests.own_data import kept, rows_of

pytestmark = pytest.mark.django_db


def test_who_is_in_charge_of_a_run_is_told_so_and_nobody_else() -> None:
    coordinator, instructor = people.user(), people.user()
    run = courses.run(coordinator=coordinator)
    run.instructors.add(instructor)
    assert rows_of(people.user(), "in_charge") == []
    for person, role in ((coordinator, "담당자"), (instructor, "강사")):
        assert kept(person, "in_charge").rows == [
            {"과정": str(run), "직위": role, "시작하는 날": run.starts_on, "마지막 날": run.ends_on}
        ]

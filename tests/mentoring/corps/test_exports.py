from datetime import timedelta

import pytest

from lms.accounts.enums import Role
from lms.common import clock
from mentoring.corps.exports import experts
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


def test_the_list_holds_the_experts_in_term_of_one_centre() -> None:
    centre, other = people.centre(), people.centre()
    of_both = people.staff(centre)
    of_both.memberships.create(centre=other, role=Role.COORDINATOR, since=clock.today())
    listed, former = mentoring.expert(centre), mentoring.expert(centre)
    former.person.appointments.update(ends_on=clock.today() - timedelta(days=1))
    mentoring.expert(other)
    sheet = experts(of_both, centre)
    assert (sheet.whose, [row[0] for row in sheet.rows()]) == ([listed.person_id], [listed.person.name])

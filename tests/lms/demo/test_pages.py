"""The pages that topics declare for pictures, browsers and `bench`."""

import pytest

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR
from lms.demo import bench, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_data")]


def test_each_page_has_a_name_of_its_own_and_whoever_looks_may_sign_in() -> None:
    assert not person("learner01").has_usable_password()
    pages.prepare()
    found = pages.looks()
    assert len({look.name for look in found}) == len(found) > 150
    who = {look.who for look in found} - {VISITOR}
    assert [name for name in sorted(who) if not person(name).has_usable_password()] == []


def test_each_measured_page_answers_and_the_bare_one_is_first() -> None:
    found = list(bench.figures(rounds=1))
    assert [row for row in found if row.status != 200] == []
    assert (found[0].address, found[0].queries) == (bench.BARE, 1)
    assert any(row.address.startswith("/learn/") for row in found)

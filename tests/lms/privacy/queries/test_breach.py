import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.models import User
from lms.common import clock
from lms.common.enums import Access
from lms.common.records import accesslog, statelog
from lms.common.web import origin
from tests.factories import people

pytestmark = pytest.mark.django_db
NOW = clock.seoul(2031, 3, 31, 9)


def report(*args: str) -> list[list[str]]:
    out = StringIO()
    call_command("breach_report", *args, stdout=out)
    return list(csv.reader(StringIO(out.getvalue())))[1:]


def test_a_breach_names_whose_data_were_touched_and_nobody_else() -> None:
    thief, other = people.user(email="thief@example.org"), people.user()
    read, changed, before, untouched = (people.user(name=f"예시{n}") for n in ("가나", "다라", "마바", "사아"))
    formula = people.user(name="=1+1")

    def reads(who: User, whom: User) -> None:
        accesslog.record(actor=who, action=Access.CONTACTS, what=whom, whose=[whom.pk])

    with clock.at(NOW - timedelta(days=2)):
        reads(thief, before)
    with clock.at(NOW):
        token = origin.client_ip.set("203.0.113.9")
        reads(thief, read)
        reads(thief, read)
        statelog.record(changed, action="x", actor=thief)
        origin.client_ip.reset(token)
        reads(other, untouched)
        reads(thief, formula)
    with clock.at(NOW + timedelta(hours=1)):
        rows = report("--since", "2031-03-31", "--account", "thief@example.org")
        by_address = report("--since", "2031-03-31T00:00", "--address", "203.0.113.9")
    assert [(row[1], row[6]) for row in rows] == [("'=1+1", "1"), ("예시가나", "2"), ("예시다라", "1")]
    assert [row[1] for row in by_address] == ["예시가나", "예시다라"]
    assert (rows[1][2], rows[1][4]) == (read.email, "2031-03-31 09:00")


@pytest.mark.parametrize(
    "args",
    [
        ("--since", "2031-03-31"),
        ("--since", "gestern", "--address", "203.0.113.9"),
        ("--since", "2031-03-31", "--account", "nobody@example.org"),
    ],
)
def test_what_the_report_cannot_read_is_refused(args: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        report(*args)

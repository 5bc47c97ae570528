"""Something breaks at each statement of a write, at its commit, or just after it. Nothing is ever half done, and who tries
again has it once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection

from tests.committing import rows
from tests.factories.certificates import Papers
from tests.faults.writes import WRITES, Write, send_notice

pytestmark = [pytest.mark.usefixtures("real_commits"), pytest.mark.django_db(transaction=True)]


class Fault(Exception):
    pass


@contextmanager
def broken_at(number: int) -> Iterator[None]:
    """The so-manieth INSERT, UPDATE or DELETE isn't done."""
    left = number

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            left -= 1
            if left == 0:
                raise Fault
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


@contextmanager
def lost_connection(*, after_commit: bool) -> Iterator[None]:
    """Nobody hears whether it was committed."""
    commit = connection.commit

    def cut_off() -> None:
        if after_commit:
            commit()
        raise OperationalError("the connection was lost")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "commit", cut_off)
        yield


def failure_of(act: Callable[[], object]) -> type[Exception] | None:
    try:
        act()
    except ExceptionGroup as of_each:  # what works through rows raises all failures together
        (error,) = of_each.exceptions
        return type(error)
    except Exception as error:
        return type(error)
    return None


def state(papers: Papers) -> tuple[dict[str, list[str]], set[str]]:
    return rows(), papers.names


@pytest.mark.parametrize("prepare", WRITES, ids=lambda prepare: prepare.__name__)
def test_all_of_it_or_nothing_and_once(prepare: Callable[[], Write], papers: Papers) -> None:
    write = prepare()
    before = state(papers)
    assert write.one.count() == 0

    for number in count(1):
        with lost_connection(after_commit=False), broken_at(number):
            broke = failure_of(write.act)
        assert state(papers) == before
        if broke is OperationalError:
            break
        assert broke is Fault
    assert number > 1

    with lost_connection(after_commit=True):
        assert failure_of(write.act) is OperationalError
    done = state(papers)
    assert write.one.count() == 1
    write.act()
    assert state(papers) == done


def test_an_email_whose_sending_was_noted_is_not_sent_again(papers: Papers) -> None:
    write = send_notice()
    with lost_connection(after_commit=True):
        assert failure_of(write.act) is OperationalError
    write.act()
    assert len(mail.outbox) == 1

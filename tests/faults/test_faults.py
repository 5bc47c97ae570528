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


def lose_connection(act: Callable[[], object], *, after_commit: bool) -> None:
    commit = connection.commit

    def cut_off() -> None:
        if after_commit:
            commit()
        raise OperationalError("the connection was lost")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "commit", cut_off)
        with pytest.raises(OperationalError, match="the connection was lost"):
            act()


def state(papers: Papers) -> tuple[dict[str, list[str]], set[str]]:
    return rows(), papers.names


@pytest.mark.parametrize("prepare", WRITES, ids=lambda prepare: prepare.__name__)
def test_all_of_it_or_nothing_and_once(prepare: Callable[[], Write], papers: Papers) -> None:
    write = prepare()
    before = state(papers)
    assert write.one.count() == 0

    for number in count(1):
        try:
            with broken_at(number):
                write.act()
            break
        except Fault:
            assert state(papers) == before
    assert number > 1
    done = state(papers)
    assert write.one.count() == 1
    write.act()
    assert state(papers) == done


@pytest.mark.parametrize("prepare", WRITES, ids=lambda prepare: prepare.__name__)
def test_a_connection_lost_at_the_commit(prepare: Callable[[], Write], papers: Papers) -> None:
    write = prepare()
    before = state(papers)
    lose_connection(write.act, after_commit=False)
    assert state(papers) == before

    lose_connection(write.act, after_commit=True)
    done = state(papers)
    assert write.one.count() == 1
    write.act()
    assert state(papers) == done


def test_an_email_whose_sending_was_noted_is_not_sent_again(papers: Papers) -> None:
    write = send_notice()
    lose_connection(write.act, after_commit=True)
    write.act()
    assert len(mail.outbox) == 1

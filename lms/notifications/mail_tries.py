"""One mail out of the database: each try is counted, whatever came of it."""

from collections.abc import Callable
from smtplib import SMTPRecipientsRefused
from typing import TypeVar

Row = TypeVar("Row")


def failure_of(mail: Callable[[Row], None], row: Row) -> Exception | None:
    try:
        mail(row)
    except Exception as error:  # whatever it is, the try is counted before it is raised
        return error
    return None


def has_left(failure: Exception | None) -> bool:
    """Called when the try is stored. A mail server that is down is tried again and says nothing; anything else is raised."""
    if failure and not isinstance(failure, OSError):
        raise failure
    return failure is None


def is_refused(failure: Exception | None) -> bool:
    """For good (RFC 5321, 4.2.1: 5yz), such as an address that isn't there: another try would be refused alike."""
    if not isinstance(failure, SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _said in failure.recipients.values())

from typing import Any

from lms.accounts.models import User
from lms.privacy.queries.own_data import Kept, kept_about


def kept(person: User, key: str) -> Kept:
    (found,) = [kept for kept in kept_about(person) if kept.key == key]
    return found


def rows_of(person: User, key: str) -> list[list[Any]]:
    return [list(row.values()) for row in kept(person, key).rows]

"""Two people of one name are told apart wherever staff choose a person: by the year of joining, the dong and, where their
contacts are open to the centre, the last digits of the phone."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.accounts.contacts import people_of
from lms.accounts.models import Centre, User
from lms.common.clock import SEOUL

LAST_DIGITS = 4


def told_apart(people: Iterable[User], centre: Centre | int) -> dict[int, str]:
    """The name of each by key. What tells namesakes apart is read for them alone."""
    by_key = {person.pk: person for person in people}
    names = Counter(person.name for person in by_key.values())
    twins = [key for key, person in by_key.items() if names[person.name] > 1]
    labels = {key: person.name for key, person in by_key.items()}
    if twins:
        open_to_centre = set(people_of(centre).filter(pk__in=twins).values_list("pk", flat=True))
        for person in User.objects.filter(pk__in=twins).select_related("dong"):
            labels[person.pk] = _with_marks(person, is_open=person.pk in open_to_centre)
    return labels


def _with_marks(person: User, *, is_open: bool) -> str:
    marks = [_("joined in %(year)s") % {"year": person.date_joined.astimezone(SEOUL).year}]
    if is_open and person.dong:
        marks.append(person.dong.name)
    if is_open and person.phone:
        marks.append(_("phone …%(digits)s") % {"digits": person.phone[-LAST_DIGITS:]})
    return f"{person.name} ({', '.join(marks)})"


def offer_people(
    field: forms.Field, rows: QuerySet[Any], centre: Centre | int, person_of: Callable[[Any], User] = lambda row: row
) -> None:
    """Gives a field its rows to choose from, each under a name that is one person's."""
    choice: Any = field
    choice.queryset = rows
    found = list(rows)
    labels = told_apart([person_of(row) for row in found], centre)
    nothing = [("", choice.empty_label)] if choice.empty_label is not None else []
    choice.choices = [*nothing, *((row.pk, labels[person_of(row).pk]) for row in found)]

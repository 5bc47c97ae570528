"""What was recorded at a centre: readings, downloads and refusals, and changes of state, each as a line of one list."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.credentials.models import Certificate
from courses.runs.models import Enrolment
from lms.accounts.contacts import people_of
from lms.accounts.models import Centre, Membership, User
from lms.accounts.queries import search_people
from lms.common.enums import Access
from lms.common.models import AccessLog, StateChange
from lms.common.records import machines
from mentoring.corps.models import Appointment

SIGN_INS = (Access.SIGN_IN, Access.WRONG)
MOST_PEOPLE = 20  # so many namesakes are looked up at the most


@dataclass(frozen=True)
class Named:
    """Somebody in a line; the key leads to the person's page, where the contacts are open to the centre."""

    name: str
    page: int | None = None


@dataclass(frozen=True)
class RecordLine:
    at: datetime
    by: Named
    did: str
    what: str
    of: list[Named]
    more: int  # persons besides those named
    reason: str
    ip: str

    @property
    def who(self) -> str:
        return self.by.name

    @property
    def whose(self) -> list[str]:
        return [person.name for person in self.of]


NAMED = 3


def accesses(centre: Centre) -> QuerySet[AccessLog]:
    """Of this centre; what its people were refused where the row's centre was never reached; sign-ins of its staff."""
    theirs = Q(centre_id=None, action=Access.DENIED) & Exists(people_of(centre).filter(pk=OuterRef("actor")))
    staff = Membership.objects.filter(centre=centre, person=OuterRef("actor"))
    sign_ins = Q(action__in=SIGN_INS) & Exists(staff)
    return AccessLog.objects.filter(Q(centre_id=centre.pk) | theirs | sign_ins)


def changes(centre: Centre) -> QuerySet[StateChange]:
    return StateChange.objects.filter(centre_id=centre.pk)


def people_named(text: str, centre: Centre) -> list[int]:
    """Ids of those who are meant: of the centre's own people, whose contacts are open to it."""
    return list(search_people(people_of(centre), text).values_list("pk", flat=True)[:MOST_PEOPLE])


def accesses_of(people: Collection[int]) -> Q:
    """What they did, and who looked at their details."""
    concerned = Q(actor__in=people)
    for person in people:
        concerned |= Q(whose__contains=f",{person},")
    return concerned


def changes_of(people: Collection[int], centre: Centre) -> Q:
    """What they did, and what became of what is theirs."""
    concerned = Q(actor__in=people)
    for model in (Enrolment, Certificate, Appointment):
        theirs = model._default_manager.filter(centre=centre, person__in=people)
        concerned |= Q(subject=model._meta.label_lower, subject_id__in=theirs.values("pk"))
    return concerned


# ── as lines


def lines(rows: Iterable[Any], centre: Centre) -> list[RecordLine]:
    """The names of everybody on the page come in one query, and so does whose page the centre may open."""
    rows = list(rows)
    wanted = {person for row in rows if isinstance(row, AccessLog) for person in row.people[:NAMED]}
    names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    shown = wanted | {row.actor_id for row in rows if row.actor_id}
    opened = set(people_of(centre).filter(pk__in=shown).values_list("pk", flat=True))
    return [line(row, names, opened) for row in rows]


def line(row: AccessLog | StateChange, names: Mapping[int, str], opened: Collection[int] = ()) -> RecordLine:
    who = _named(row.actor.pk, row.actor.name, opened) if row.actor else Named(_("by itself"))
    if isinstance(row, StateChange):
        words = machines.words_of(row.subject, row.action)
        did = str(words.done) if words else pgettext("action", "changed")  # a version with other words
        return RecordLine(row.at, who, did, f"{_thing(row)}{_states(row)}", [], 0, "", row.ip or "")
    shown = [_named(person, names[person], opened) for person in row.people[:NAMED] if person in names]
    more = len(row.people) - len(shown)
    return RecordLine(row.at, who, row.get_action_display(), _what(row), shown, more, row.reason, row.ip or "")


def _named(person: int, name: str, opened: Collection[int]) -> Named:
    return Named(name, person if person in opened else None)


def _what(row: AccessLog) -> str:
    if row.action in SIGN_INS:
        return ""  # the deed says it
    return row.subject if row.action == Access.DENIED else str(row.data.get("list") or _thing(row))


def _thing(row: AccessLog | StateChange) -> str:
    """Several at once have no number, and a centre needs none."""
    name = str(machines.noun_of(row.subject) or pgettext("thing", "record"))
    return f"{name} {row.subject_id}" if row.subject_id and row.subject != "accounts.centre" else name


def _states(row: StateChange) -> str:
    if not row.to_state or row.from_state == row.to_state:
        return ""
    said = [_state(row.subject, state) for state in (row.from_state, row.to_state) if state]
    return f" ({' → '.join(said)})" if all(said) else ""


def _state(subject: str, value: str) -> str:
    """The word that the model's own pages use for it."""
    model: Any = apps.get_model(subject)
    field = next((one for one in model._meta.fields if one.name in {"state", "presence"}), None)
    return str(dict(field.flatchoices).get(value, "")) if field else ""

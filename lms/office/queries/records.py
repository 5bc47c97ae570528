"""What was recorded at a centre: readings, downloads and refusals, and changes of state, each as a line of one list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog, StateChange
from lms.common.records import machines
from mentoring.corps.models import Appointment

CHANGES = "changes"
SIGN_INS = (Access.SIGN_IN, Access.WRONG)
MOST_PEOPLE = 20  # so many namesakes are looked up at the most


@dataclass(frozen=True)
class Filter:
    kind: str = ""
    text: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class RecordLine:
    at: datetime
    who: str
    did: str
    what: str
    whose: list[str]
    more: int  # persons besides those named
    reason: str
    ip: str


NAMED = 3


def rows_of(centre: Centre, chosen: Filter) -> QuerySet[AccessLog] | QuerySet[StateChange]:
    return changes(centre, chosen) if chosen.kind == CHANGES else accesses(centre, chosen)


def accesses(centre: Centre, chosen: Filter) -> QuerySet[AccessLog]:
    """Of this centre; what its people were refused where the row's centre was never reached; sign-ins of its staff."""
    theirs = Q(centre_id=None, action=Access.DENIED) & Exists(people_of(centre).filter(pk=OuterRef("actor")))
    staff = Membership.objects.filter(centre=centre, person=OuterRef("actor"))
    sign_ins = Q(action__in=SIGN_INS) & Exists(staff)
    rows = AccessLog.objects.filter(Q(centre_id=centre.pk) | theirs | sign_ins, _period(chosen)).select_related("actor")
    if chosen.kind in Access.values:
        rows = rows.filter(action=chosen.kind)
    people = _people(centre, chosen)
    if people is not None:
        concerned = Q(actor__in=people)
        for person in people:
            concerned |= Q(whose__contains=f",{person},")
        rows = rows.filter(concerned)
    return rows


def changes(centre: Centre, chosen: Filter) -> QuerySet[StateChange]:
    rows = StateChange.objects.filter(_period(chosen), centre_id=centre.pk).select_related("actor")
    people = _people(centre, chosen)
    if people is not None:
        concerned = Q(actor__in=people)
        for model in (Enrolment, Certificate, Appointment):
            theirs = model._default_manager.filter(centre=centre, person__in=people)
            concerned |= Q(subject=model._meta.label_lower, subject_id__in=theirs.values("pk"))
        rows = rows.filter(concerned)
    return rows.order_by("-at", "-pk")


def _period(chosen: Filter) -> Q:
    found = Q()
    if chosen.since:
        found &= Q(at__gte=_midnight(chosen.since))
    if chosen.until:
        found &= Q(at__lt=_midnight(chosen.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.SEOUL)


def _people(centre: Centre, chosen: Filter) -> list[int] | None:
    """Ids of those who are meant; None is everybody."""
    if chosen.person:
        return [chosen.person]
    if not chosen.text:
        return None
    return list(search_people(people_of(centre), chosen.text).values_list("pk", flat=True)[:MOST_PEOPLE])


# ── as lines


def lines(rows: Iterable[Any]) -> list[RecordLine]:
    """The names of everybody on the page come in one query."""
    rows = list(rows)
    wanted = {person for row in rows if isinstance(row, AccessLog) for person in row.people[:NAMED]}
    names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return [line(row, names) for row in rows]


def line(row: AccessLog | StateChange, names: Mapping[int, str]) -> RecordLine:
    who = row.actor.name if row.actor else _("by itself")
    if isinstance(row, StateChange):
        words = machines.words_of(row.subject, row.action)
        did = str(words.done) if words else pgettext("action", "changed")  # a version with other words
        return RecordLine(row.at, who, did, f"{_thing(row)}{_states(row)}", [], 0, "", row.ip or "")
    shown = [names[person] for person in row.people[:NAMED] if person in names]
    more = len(row.people) - len(shown)
    return RecordLine(row.at, who, row.get_action_display(), _what(row), shown, more, row.reason, row.ip or "")


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

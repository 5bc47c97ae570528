"""What must be true of the whole database, recomputed. Each app registers its checks; `manage.py verify` runs them all.

A finding names rows by table and number, never a person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from django.apps import apps
from django.db import connection
from django.db.models import Exists, F, ForeignKey, Model, OuterRef, QuerySet, Subquery

from lms.common.integrity import triggers
from lms.common.records.machines import machines
from lms.common.registry import Registry

Check = Callable[[], Iterable[str]]
CHECKS: Registry[Check] = Registry("checks")  # the name of a check says what holds: `seats_within_capacity`


def findings(checks: Mapping[str, Check] = CHECKS) -> Iterator[tuple[str, str]]:
    """Name of the check and what it found, one pair for each row that breaks it."""
    for name, check in checks.items():
        for found in check():
            yield name, found


def rows(found: Iterable[Model]) -> Iterator[str]:
    return (f"{row._meta.label} {row.pk}" for row in found)


def triggers_in_place() -> Iterator[str]:
    wanted = {trigger.full_name for trigger in triggers.wanted(connection)}
    there = triggers.installed(connection)
    yield from (f"{name} is missing" for name in sorted(wanted - there))
    yield from (f"{name} is not in the list" for name in sorted(there - wanted))


def centre_is_the_parents() -> Iterator[str]:
    """A row that belongs to a centre rests on rows of the same centre only."""
    for model in apps.get_models():
        if not _has_centre(model):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and _has_centre(field.related_model):
                strays = model._default_manager.filter(**{f"{field.name}__isnull": False})
                for row in strays.exclude(**{f"{field.name}__centre": F("centre")}).only("pk"):
                    yield f"{model._meta.label} {row.pk}: its {field.name} belongs to another centre"
        for several in model._meta.local_many_to_many:
            if _has_centre(several.related_model):
                one, other = several.m2m_field_name(), several.m2m_reverse_field_name()
                links: QuerySet[Model] = several.remote_field.through._default_manager.all()  # type: ignore[union-attr]
                for number in links.exclude(**{f"{other}__centre": F(f"{one}__centre")}).values_list(one, flat=True):
                    yield f"{model._meta.label} {number}: one of its {several.name} belongs to another centre"


def states_are_as_logged() -> Iterator[str]:
    """A row is in the state into which the last change on record brought it. Whatever changed it in passing left no line."""
    from lms.common.models import StateChange

    for model in apps.get_models():
        if "state" not in {field.name for field in model._meta.concrete_fields}:
            continue
        changes = StateChange.objects.filter(subject=model._meta.label_lower, subject_id=OuterRef("pk"))
        last = changes.exclude(to_state="").order_by("-number").values("to_state")[:1]
        logged = model._base_manager.annotate(logged=Subquery(last)).filter(logged__isnull=False)
        yield from rows(logged.exclude(state=F("logged")).only("pk"))


def states_have_a_log() -> Iterator[str]:
    """What left the state in which such a thing begins has at least the line of that. Where lines were destroyed by their
    age, this is asked of what began later: after the first thing whose log is still there from its beginning."""
    from lms.common.models import StateChange

    for machine in machines():
        if machine.part_of:
            continue
        model, lines = apps.get_model(machine.model), StateChange.objects.filter(subject=machine.model)
        unlogged = model._base_manager.exclude(state=machine.states.values[0])
        if _lines_went_by_age():
            first = lines.filter(number=1, from_state="").order_by("subject_id").values("subject_id")[:1]
            unlogged = unlogged.filter(pk__gt=Subquery(first))
        yield from rows(unlogged.filter(~Exists(lines.filter(subject_id=OuterRef("pk")))).only("pk"))


def log_has_no_gaps() -> Iterator[str]:
    """The lines of one object are numbered from 1, so one that was deleted leaves its number free. Where lines were destroyed
    by their age, the first ones may be gone."""
    by_age = _lines_went_by_age()
    for (subject, pk), lines in _log():
        numbers = [number for number, _from, _to in lines]
        first = numbers[0] if by_age else 1
        if numbers != list(range(first, first + len(numbers))):
            yield f"{subject} {pk}: a gap in its log, among {first} to {numbers[-1]}"


def log_steps_fit() -> Iterator[str]:
    """A thing with states leaves the one into which its last line brought it. A line that tells of something else may say
    only which that is."""
    with_states = {machine.model for machine in machines()}
    for (subject, pk), lines in _log():
        state = ""
        for number, before, after in lines if subject in with_states else ():
            if state and after and before != state and (before or after != state):
                yield f"{subject} {pk}: line {number} of its log leaves {before!r}, and the line before leads to {state!r}"
            state = after or state


def _lines_went_by_age() -> bool:
    from lms.common.models import Destruction, StateChange

    return Destruction.objects.filter(subject=StateChange._meta.label_lower).exists()


def _log() -> Iterator[tuple[tuple[str, int], list[tuple[int, str, str]]]]:
    """Object → number, from and to of its lines."""
    from lms.common.models import StateChange

    columns = ("subject", "subject_id", "number", "from_state", "to_state")
    lines = StateChange.objects.order_by(*columns[:3]).values_list(*columns).iterator()
    for thing, group in groupby(lines, key=lambda line: line[:2]):
        yield thing, [line[2:] for line in group]


def gone(model: type[Model], *states: str) -> Iterator[str]:
    """For rows that are never deleted once they were in one of these states: those of which only the record is left."""
    from lms.common.models import StateChange

    kept = StateChange.objects.filter(subject=model._meta.label_lower, to_state__in=states)
    lost = kept.filter(~Exists(model._base_manager.filter(pk=OuterRef("subject_id"))))
    numbers = lost.order_by("subject_id").values_list("subject_id", flat=True).distinct()
    yield from (f"{model._meta.label} {number} is gone" for number in numbers)


def _has_centre(model: type[Model]) -> bool:
    return any(field.name == "centre" and isinstance(field, ForeignKey) for field in model._meta.concrete_fields)

"""What the models declare, recomputed: the database has each constraint, no row breaks one, and every row that is pointed
to is there. A restore, a copy or a session without its triggers may have let in what a database otherwise refuses."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, Exists, F, ForeignKey, Model, OuterRef, Q, UniqueConstraint

from lms.common.registry import Registry

# Those that a migration adds on PostgreSQL because SQLite has no words for them, by model.
ON_POSTGRESQL: Registry[frozenset[str]] = Registry("constraints on PostgreSQL")


def constraints_in_place() -> Iterator[str]:
    with connection.cursor() as cursor:
        for model in apps.get_models():
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
            # PostgreSQL cuts a name that is longer than it keeps.
            wanted = {constraint.name[: connection.ops.max_name_length()] for constraint in model._meta.constraints}
            if connection.vendor == "postgresql":
                wanted |= ON_POSTGRESQL.get(model._meta.label, frozenset())
            yield from (f"{name} is missing" for name in sorted(wanted - set(there)))
            unique = [one["columns"] for one in there.values() if one["unique"]]
            yield from (f"{one.name} is missing" for one in _unique_columns(model) if list(one.fields) not in unique)


def _models_with_rows() -> Iterator[type[Model]]:
    """Of an empty table nothing need be asked, and in most installations many are."""
    return (model for model in apps.get_models() if model._base_manager.exists())


def rows_keep_their_constraints() -> Iterator[str]:
    for model in _models_with_rows():
        for constraint in (*model._meta.constraints, *_unique_columns(model)):
            for row in _breaking(model, constraint):
                yield f"{model._meta.label} {row.pk}: {constraint.name}"


def _unique_columns(model: type[Model]) -> Iterator[UniqueConstraint]:
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key:
            yield UniqueConstraint(fields=[field.attname], name=f"{model._meta.db_table}.{field.attname}")


def _breaking(model: type[Model], constraint: object) -> Iterator[Model]:
    if isinstance(constraint, CheckConstraint):
        yield from model._base_manager.exclude(constraint.condition).only("pk")
    elif isinstance(constraint, UniqueConstraint):
        yield from _doubles(model, constraint)


def _doubles(model: type[Model], constraint: UniqueConstraint) -> Iterator[Model]:
    """The later ones of each group; NULL is like nothing else, as in the index."""
    parts = {f"part_{n}": part for n, part in enumerate([*map(F, constraint.fields), *constraint.expressions])}
    rows = model._base_manager.filter(constraint.condition or Q()).annotate(**parts)
    rows = rows.filter(**{f"{name}__isnull": False for name in parts})
    earlier = rows.filter(pk__lt=OuterRef("pk"), **{name: OuterRef(name) for name in parts})
    yield from rows.filter(Exists(earlier)).only("pk")


def rows_rest_on_rows() -> Iterator[str]:
    for model in _models_with_rows():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, ForeignKey) and field.db_constraint:  # type: ignore[attr-defined]
                target = field.target_field.attname
                there = field.related_model._base_manager.filter(**{target: OuterRef(field.attname)})
                pointing = model._base_manager.filter(**{f"{field.attname}__isnull": False})
                for row in pointing.filter(~Exists(there)).only("pk"):
                    yield f"{model._meta.label} {row.pk}: its {field.name} is missing"

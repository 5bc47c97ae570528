"""Marks that were corrected were written over, and the log kept what stood there: each becomes a row of its own."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CAME = {"present", "late"}


def make_rows(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    attendance = apps.get_model("learning", "Attendance")._base_manager
    changes = apps.get_model("common", "StateChange")._base_manager
    entered = dict(
        changes.filter(subject="runs.classsession", action="hold").order_by("-pk").values_list("subject_id", "at")
    )
    corrections = changes.filter(subject="learning.attendance", action="correct").order_by("subject_id", "pk")
    for pk, lines in groupby(corrections, key=attrgetter("subject_id")):
        row = attendance.select_related("session__run").filter(pk=pk).first()
        if row:
            _unfold(row, list(lines), entered.get(row.session_id))


def _unfold(row: Any, lines: list[Any], entered_at: Any) -> None:
    """The row becomes the first mark. Who entered that stands nowhere; the coordinator answers for the sheet."""
    first = lines[0]
    corrected_by = row.recorded_by_id
    row.presence, row.minutes = first.from_state, _minutes(row, first.from_state)
    row.recorded_by_id = row.session.run.coordinator_id
    row.recorded_at = min(entered_at or row.session.ends_at, first.at)
    row.save()
    for line in lines:
        row = type(row)._base_manager.create(
            session=row.session,
            person_id=row.person_id,
            enrolment_id=row.enrolment_id,
            presence=line.to_state,
            minutes=_minutes(row, line.to_state),
            recorded_by_id=line.actor_id or corrected_by,
            recorded_at=line.at,
            supersedes=row,
        )


def _minutes(row: Any, presence: str) -> int:
    length = row.session.ends_at - row.session.starts_at
    return int(length.total_seconds() // 60) if presence in CAME else 0


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_corrections"), ("common", "0001_initial"), ("runs", "0001_initial")]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]

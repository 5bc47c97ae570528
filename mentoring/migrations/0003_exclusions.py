"""What SQLite has no way to say: visits of a person, and terms of a person in a body, don't overlap.

SQLite has triggers for it (mentoring/triggers.py); two at once are held apart there by its single writer.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ADD = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """ALTER TABLE mentoring_coachingsession ADD CONSTRAINT mentoring_session_no_overlap
       EXCLUDE USING gist (author_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
       WHERE (state IN ('draft', 'submitted', 'confirmed', 'objected', 'no_show'))""",
    """ALTER TABLE mentoring_coachingsession ADD CONSTRAINT mentoring_session_eight_hours
       CHECK (ends_at - starts_at <= interval '8 hours')""",
    """ALTER TABLE mentoring_appointment ADD CONSTRAINT mentoring_appointment_no_overlap
       EXCLUDE USING gist (
           body_id WITH =, person_id WITH =,
           daterange(starts_on, GREATEST(starts_on, COALESCE(ended_on, ends_on + 1, 'infinity'))) WITH &&
       )
       WHERE (state IN ('accepted', 'active', 'suspended', 'resigned', 'dismissed', 'expired', 'ended'))""",
)
TAKE_AWAY = (
    "ALTER TABLE mentoring_appointment DROP CONSTRAINT mentoring_appointment_no_overlap",
    "ALTER TABLE mentoring_coachingsession DROP CONSTRAINT mentoring_session_eight_hours",
    "ALTER TABLE mentoring_coachingsession DROP CONSTRAINT mentoring_session_no_overlap",
)


def on_postgresql(apps: StateApps, editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in statements:
            editor.execute(statement)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on_postgresql(apps, editor, ADD)


def take_away(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on_postgresql(apps, editor, TAKE_AWAY)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0002_engagement_continues")]
    operations = [migrations.RunPython(add, take_away)]

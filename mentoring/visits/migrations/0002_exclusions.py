"""Visits of a person don't overlap and last eight hours at the most; the triggers of SQLite are in visits/triggers.py."""

from django.db import migrations

from lms.common.integrity.postgresql import on_postgresql

ADD = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """ALTER TABLE visits_visit ADD CONSTRAINT visits_visit_no_overlap
       EXCLUDE USING gist (author_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
       WHERE (state IN ('draft', 'submitted', 'confirmed', 'objected', 'no_show'))""",
    """ALTER TABLE visits_visit ADD CONSTRAINT visits_visit_eight_hours
       CHECK (ends_at - starts_at <= interval '8 hours')""",
)
TAKE_AWAY = (
    "ALTER TABLE visits_visit DROP CONSTRAINT visits_visit_eight_hours",
    "ALTER TABLE visits_visit DROP CONSTRAINT visits_visit_no_overlap",
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [on_postgresql(add=ADD, take_away=TAKE_AWAY)]

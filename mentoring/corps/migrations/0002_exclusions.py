"""Terms of a person in a body don't overlap; the triggers of SQLite are in corps/triggers.py."""

from django.db import migrations

from lms.common.integrity.postgresql import on_postgresql

ADD = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """ALTER TABLE corps_appointment ADD CONSTRAINT corps_appointment_no_overlap
       EXCLUDE USING gist (
           body_id WITH =, person_id WITH =,
           daterange(starts_on, GREATEST(starts_on, COALESCE(ended_on, ends_on + 1, 'infinity'))) WITH &&
       )
       WHERE (state IN ('accepted', 'active', 'suspended', 'resigned', 'dismissed', 'expired', 'ended'))""",
)
TAKE_AWAY = ("ALTER TABLE corps_appointment DROP CONSTRAINT corps_appointment_no_overlap",)


class Migration(migrations.Migration):
    dependencies = [("corps", "0001_initial")]
    operations = [on_postgresql(add=ADD, take_away=TAKE_AWAY)]

"""The lines of each object's log get numbers, in the order in which they were written."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NUMBERED = (
    "UPDATE common_statechange SET number = numbered.number FROM ("
    "SELECT id, ROW_NUMBER() OVER (PARTITION BY subject, subject_id ORDER BY id) AS number FROM common_statechange"
    ") AS numbered WHERE numbered.id = common_statechange.id"
)
# Put back after `migrate`, with all others.
UNGUARDED = {
    "postgresql": "DROP FUNCTION IF EXISTS maeul_statechange_unchanged() CASCADE",
    "sqlite": "DROP TRIGGER IF EXISTS maeul_statechange_unchanged",
}


def number(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(UNGUARDED[editor.connection.vendor])
    editor.execute(NUMBERED)


class Migration(migrations.Migration):
    dependencies = [("common", "0002_corrections")]
    operations = [
        migrations.AddField("statechange", "number", models.PositiveIntegerField(null=True)),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField("statechange", "number", models.PositiveIntegerField()),
        migrations.AddConstraint(
            "statechange",
            models.UniqueConstraint(fields=("subject", "subject_id", "number"), name="common_statechange_number"),
        ),
    ]

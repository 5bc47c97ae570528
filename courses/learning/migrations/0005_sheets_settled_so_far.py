"""Until this version a mark counted from the moment at which it was entered: so those sheets are closed at that moment."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def close_all(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    attendance = apps.get_model("learning", "Attendance")._base_manager
    closing = apps.get_model("learning", "SheetClosing")
    moments = attendance.order_by("session_id", "recorded_at").values_list("session_id", "recorded_at").distinct()
    closing._base_manager.bulk_create(
        (closing(session_id=session_id, closed_at=at) for session_id, at in moments.iterator()), batch_size=1000
    )


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_sheet_closing")]

    operations = [migrations.RunPython(close_all, migrations.RunPython.noop)]

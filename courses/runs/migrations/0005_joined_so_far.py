"""Who has a seat joined when their enrolment first became active, as the log says."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    enrolments = apps.get_model("runs", "Enrolment")._base_manager
    steps = apps.get_model("common", "StateChange")._base_manager.filter(
        subject="runs.enrolment", action__in=["apply", "approve", "accept"], to_state="active"
    )
    for pk, at in steps.order_by("-pk").values_list("subject_id", "at"):
        enrolments.filter(pk=pk).update(joined_at=at)


class Migration(migrations.Migration):
    dependencies = [("runs", "0004_joined_at"), ("common", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

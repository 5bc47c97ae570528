"""One chair a body. Where there were several, the one who took the chair first keeps it; the others stay as members."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Now


def keep_the_first(apps: Any, schema_editor: Any) -> None:
    Appointment = apps.get_model("corps", "Appointment")
    StateChange = apps.get_model("common", "StateChange")
    seen = set()
    in_office = Appointment.objects.filter(role="chair", state__in=["active", "suspended"])
    for row in in_office.order_by("starts_on", "pk"):
        if row.body_id in seen:
            Appointment.objects.filter(pk=row.pk).update(role="member")
            lines = StateChange.objects.filter(subject="corps.appointment", subject_id=row.pk)
            StateChange.objects.create(
                subject="corps.appointment",
                subject_id=row.pk,
                number=1 + (lines.aggregate(last=models.Max("number"))["last"] or 0),
                centre_id=row.centre_id,
                action="role",
                from_state=row.state,
                to_state=row.state,
                reason="two chairs",
                at=Now(),
            )
        seen.add(row.body_id)


class Migration(migrations.Migration):
    dependencies = [("corps", "0003_closing"), ("common", "0003_number")]
    operations = [
        migrations.RunPython(keep_the_first, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", "chair"), ("state__in", ["active", "suspended"])),
                fields=("body",),
                name="corps_appointment_one_chair",
            ),
        ),
    ]

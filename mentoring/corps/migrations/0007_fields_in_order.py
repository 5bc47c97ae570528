"""Each field has a place of its own, from 1 on: several had none."""

from typing import Any

from django.db import migrations


def number_them(apps: Any, schema_editor: Any) -> None:
    Field = apps.get_model("corps", "Field")
    places: dict[int, int] = {}
    for field in Field.objects.order_by("centre_id", "order", "code"):
        places[field.centre_id] = place = places.get(field.centre_id, 0) + 1
        Field.objects.filter(pk=field.pk).update(order=place)


class Migration(migrations.Migration):
    dependencies = [("corps", "0006_quorum")]
    operations = [migrations.RunPython(number_them, migrations.RunPython.noop, elidable=True)]

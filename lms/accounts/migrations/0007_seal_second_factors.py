"""Seeds of the second factor from before they were sealed."""

from typing import Any

from django.db import migrations

from lms.accounts import sealing


def seal(apps: Any, editor: Any) -> None:
    sealing.seal_all(apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias))


def open_again(apps: Any, editor: Any) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=sealing.SEEDS):
        field = sealing.SEEDS[row.type]
        row.data[field] = sealing.opened(row.data[field]) or row.data[field]
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_invitation"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, open_again)]

import lms.common.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_lists_of_places"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="phone_given_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="phone_since",
            field=models.DateTimeField(default=lms.common.clock.now, editable=False),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone_given_at__isnull", False)),
                fields=("phone",),
                name="accounts_user_phone_given_once",
            ),
        ),
    ]

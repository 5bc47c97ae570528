from typing import Any

from django.db import migrations

# What Wagtail's own first migrations name in English, and the site's words for it.
NAMES = [
    ("wagtailcore", "Page", "title", "Root", "모든 페이지"),
    ("wagtailcore", "Page", "draft_title", "Root", "모든 페이지"),
    ("wagtailcore", "Collection", "name", "Root", "모든 모음"),
    ("wagtailcore", "Workflow", "name", "Moderators approval", "검토자 승인"),
    ("wagtailcore", "Task", "name", "Moderators approval", "검토자 승인"),
    ("auth", "Group", "name", "Editors", "모든 페이지의 편집자"),
    ("auth", "Group", "name", "Moderators", "모든 페이지의 검토자"),
]


def rename(apps: Any, schema_editor: Any) -> None:
    """A name that somebody gave stays."""
    for app, model, field, english, korean in NAMES:
        rows = apps.get_model(app, model).objects.using(schema_editor.connection.alias).filter(**{field: english})
        if model in ("Page", "Collection"):
            rows = rows.filter(depth=1)
        rows.update(**{field: korean})


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]

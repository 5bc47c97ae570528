from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.common.backup.errors import Refused
from lms.common.backup.restoring import restore
from lms.common.integrity import verify


class Command(BaseCommand):
    help = "Puts a backup into an empty installation, then checks all of it. Exits with 1 if a check finds something."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="what `manage.py backup` made")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["source"], settings.BACKUP_KEY)
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was restored.") from refused
        self.stdout.write(f"Restored {manifest.rows} rows and {len(manifest.files)} files of {manifest.made_at}.")
        findings = list(verify.findings())
        for name, finding in findings:
            self.stderr.write(f"{name}: {finding}")
        if findings:
            raise CommandError(f"Everything is back, but verify finds {len(findings)} things that don't hold.")

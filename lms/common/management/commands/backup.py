from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.common.backup.errors import Refused
from lms.common.backup.making import make


class Command(BaseCommand):
    help = "Writes the database and all files into one archive, encrypted when BACKUP_KEY is set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="a file that isn't there yet, or a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place, manifest = make(options["target"], settings.BACKUP_KEY)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        sealed = "encrypted" if settings.BACKUP_KEY else "NOT encrypted: BACKUP_KEY is not set"
        self.stdout.write(f"{place}: {manifest.rows} rows, {len(manifest.files)} files, {sealed}")

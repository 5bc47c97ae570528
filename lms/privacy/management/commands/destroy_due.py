from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lms.privacy.domain.retention import destroy_due


class Command(BaseCommand):
    help = "Destroys the personal data whose time is over, as the published terms say. Safe to run again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what is due")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for key, count in destroy_due(dry_run=dry_run).items():
            self.stdout.write(f"{key}: {count}")

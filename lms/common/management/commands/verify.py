"""Does everything still hold that must hold? Changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.common.integrity import verify


class Command(BaseCommand):
    help = "Recomputes what must be true of the data. Prints each finding and exits with 1 if there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for name, finding in verify.findings():
            found += 1
            self.stdout.write(f"{name}: {finding}")
        if found:
            raise CommandError(f"{found} findings.")
        self.stdout.write(f"{len(verify.CHECKS)} checks, nothing found.")

"""Commands that look and change nothing."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.common.integrity import verify


class CheckCommand(BaseCommand):
    checks: Mapping[str, verify.Check]

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for name, finding in verify.findings(self.checks):
            found += 1
            self.stdout.write(f"{name}: {finding}")
        if found:
            raise CommandError(f"{found} findings.")
        self.stdout.write(f"{len(self.checks)} checks, nothing found.")

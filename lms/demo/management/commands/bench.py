from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import User
from lms.demo.bench import figures


class Command(BaseCommand):
    help = "Prints queries and milliseconds of the main pages of the sample data, beside a bare signed-in page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=20, help="how often each page is timed (the median counts)")

    def handle(self, *args: Any, rounds: int, **options: Any) -> None:
        if rounds < 1:
            raise CommandError("--rounds must be at least 1.")
        if not User.objects.filter(email="trainee@demo.example").exists():
            raise CommandError("The sample data is not loaded. Run `manage.py seed_demo` first.")
        bare = 0.0
        self.stdout.write(f"{'page':40} {'seen by':15} {'answer':>6} {'queries':>7} {'ms':>7} {'× bare':>7} {'kB':>6}")
        for figure in figures(rounds):
            bare = bare or figure.milliseconds
            self.stdout.write(
                f"{figure.address[:40]:40} {figure.person:15} {figure.status:6} {figure.queries:7} "
                f"{figure.milliseconds:7.1f} {figure.milliseconds / bare:7.1f} {figure.kilobytes:6.1f}"
            )

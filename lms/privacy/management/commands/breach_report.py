import csv
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import User
from lms.common import clock
from lms.privacy.queries.breach import affected

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Command(BaseCommand):
    help = "Prints as CSV whose data were read, downloaded or changed since a time, by an account or from an address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", required=True, help="ISO date and time; Seoul where it names no zone")
        parser.add_argument("--until", default="", help="the same; now if it is left out")
        parser.add_argument("--account", default="", help="e-mail address of the account that was misused")
        parser.add_argument("--address", default="", help="IP address from which it came")

    def handle(self, *args: Any, since: str, until: str, account: str, address: str, **options: Any) -> None:
        if not account and not address:
            raise CommandError("Name --account or --address, or both.")
        actor = User.objects.filter(email=account.lower()).first() if account else None
        if account and not actor:
            raise CommandError("Nobody has this e-mail address.")
        rows = affected(
            since=moment(since), until=moment(until) if until else clock.now(), account=actor, address=address
        )
        out = csv.writer(self.stdout)
        out.writerow(["id", "name", "email", "phone", "first", "last", "times", "what"])
        for person, entry in rows:
            kept = [person.pk, person.name, person.email, person.phone]
            times = [f"{at.astimezone(clock.SEOUL):%Y-%m-%d %H:%M}" for at in (entry.first, entry.last)]
            out.writerow([plain(cell) for cell in (*kept, *times, entry.times, "; ".join(sorted(entry.what)))])


def moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"This is no ISO date and time: {text}") from None
    return read if read.tzinfo else read.replace(tzinfo=clock.SEOUL)


def plain(cell: Any) -> str:
    """A table program runs a cell that begins like a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text

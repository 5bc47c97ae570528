from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.staff.domain.accounts import end_superuser, make_superuser


class Command(BaseCommand):
    help = (
        "Makes a person who has an account a superuser, who runs the site, or ends it: nobody on the site can. On record; "
        "the person and the other superusers are told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the person signs in")
        parser.add_argument("--end", action="store_true", help="the person is no superuser any more")

    def handle(self, *args: Any, email: str, end: bool, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError("Nobody signs in with this address.")
        try:
            (end_superuser if end else make_superuser)(person=person)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Ended." if end else "Done. The person signs in anew, and needs a second factor.")

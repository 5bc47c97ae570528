from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.models import User
from lms.staff.domain.second_factor import remove_on_server


class Command(BaseCommand):
    help = (
        "Takes away the second factor of a person who lost it, where no two others of the centre's staff can confirm it, "
        "and signs them out everywhere. Speak to them first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the person signs in")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError("Nobody signs in with this address.")
        if not remove_on_server(person=person):
            raise CommandError("This person has no second factor.")
        self.stdout.write("Taken away. The person sets up a new one when they sign in next.")

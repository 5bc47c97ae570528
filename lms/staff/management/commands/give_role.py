from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.accounts.domain.roles import give_role
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common.errors import DomainError


class Command(BaseCommand):
    help = (
        "Gives a staff role at a centre to a person who has an account: the way back where no manager is left who could. "
        "On record; the person and the managers are told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the person signs in")
        parser.add_argument("centre", help="the centre's short name in addresses")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, email: str, centre: str, role: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        where = Centre.objects.filter(slug=centre).first()
        if person is None or where is None:
            raise CommandError(f"Nobody signs in as {email}." if person is None else f"No centre is called {centre}.")
        try:
            given = give_role(person=person, centre=where, role=role, actor=None)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(str(given))

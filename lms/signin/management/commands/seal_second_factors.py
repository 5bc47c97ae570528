from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from lms.signin.sealing import lost, seal_all


class Command(BaseCommand):
    help = (
        "Seals the seeds of the second factor with a new SECRET_KEY, while SECRET_KEY_FALLBACKS still has the old one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seal_all(Authenticator.objects.all())} sealed.")
        if closed := sum(1 for _row in lost(Authenticator.objects.all())):
            raise CommandError(f"{closed} were sealed with a key that is in neither setting.")

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lms.accounts.models import Centre
from lms.demo import world


class Command(BaseCommand):
    help = "Loads the sample data. Loading it again changes nothing. Refused where the settings are for production."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The sample data is for trying out: these settings don't allow it.")
        if Centre.objects.filter(slug="seogu").exists():
            self.stdout.write("The sample data is here already.")
            return
        if Centre.objects.exists():
            raise CommandError("There is other data here already. The sample data goes into an empty site only.")
        with transaction.atomic():
            world.build()
        self.stdout.write(self.style.SUCCESS("The sample data is loaded."))

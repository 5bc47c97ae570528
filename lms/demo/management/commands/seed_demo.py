import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lms.accounts.models import Centre
from lms.demo import world
from lms.demo.progress import step_on


@contextmanager
def quiet_jobs() -> Iterator[None]:
    """Background jobs run at once while the sample data is made, and would log hundreds of lines of no news."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


class Command(BaseCommand):
    help = "Loads the sample data. Loading it again changes nothing. Refused where the settings are for production."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The sample data is for trying out: these settings don't allow it.")
        silent = options["verbosity"] == 0
        if Centre.objects.filter(slug="seogu").exists():
            if not silent:
                self.stdout.write("The sample data is here already.")
            return
        if Centre.objects.exists():
            raise CommandError("There is other data here already. The sample data goes into an empty site only.")
        with quiet_jobs(), transaction.atomic():
            world.build(nullcontext if silent else partial(step_on, self.stdout))
        if not silent:
            self.stdout.write(self.style.SUCCESS("The sample data is loaded."))

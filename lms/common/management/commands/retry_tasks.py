from typing import Any

from django.core.management.base import BaseCommand

from lms.common.background.queue import retry_given_up


class Command(BaseCommand):
    help = "Puts the tasks that were given up back into the queue and prints their names. For when the cause is mended."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in retry_given_up():
            self.stdout.write(name)

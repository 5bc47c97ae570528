"""Photos of visits: whose files there are, and which files belong to no photo."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lms.common.records import statelog
from mentoring.visits.models import Visit, VisitPhoto
from mentoring.visits.models.photos import FOLDER

TAKEN_OUT = "photo_out"
SETTLED = timedelta(hours=1)  # a younger file may belong to a transaction that is going on


class Strays(list[str]):
    """Counted as `destroy_due` counts rows."""

    def count(self, *args: Any) -> int:
        return super().count(*args) if args else len(self)


def taken_out(visit: Visit) -> list[datetime]:
    """When the centre took photos out after the log was sent."""
    return list(statelog.history(visit).filter(action=TAKEN_OUT).order_by("at", "pk").values_list("at", flat=True))


def named(files: Collection[str]) -> set[str]:
    """Those of the files that a row names."""
    rows = VisitPhoto.objects.filter(Q(file__in=files) | Q(thumbnail__in=files))
    return {name for pair in rows.values_list("file", "thumbnail") for name in pair}


def strays() -> Strays:
    """Files in the folder of photos that belong to no photo."""
    storage = VisitPhoto.file.field.storage
    try:
        stored = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return Strays()
    known = {name for pair in VisitPhoto.objects.values_list("file", "thumbnail") for name in pair}
    # By the machine's clock, as the file's own time is.
    settled = timezone.now() - SETTLED
    return Strays(name for name in sorted(stored) if name not in known and storage.get_modified_time(name) < settled)

"""Photos have a term. Logs that nobody went on with go; what was sent once is history and stays."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from lms.common.integrity.triggers import destroying
from lms.privacy.enums import Term
from lms.privacy.registries import Retention
from mentoring.visits.domain.content import take_back_steps
from mentoring.visits.domain.photos import photo_storage, remove_photos
from mentoring.visits.enums import VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitPhoto
from mentoring.visits.queries.photos import strays

NEVER_SENT = (VisitState.DRAFT, VisitState.CANCELLED)


def _drafts(before: datetime) -> QuerySet[Visit]:
    """Those that were thrown away, too. A log has its number from the first time it was sent."""
    return Visit.objects.filter(
        state__in=NEVER_SENT, number=None, submitted_at=None, created_at__lt=before, starts_at__lt=before
    )


def _destroy_drafts(rows: QuerySet[Visit], before: datetime) -> None:
    """With all that hangs on them; a step that such a draft had settled is open again."""
    logs = list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    for visit in Visit.objects.filter(pk__in=logs):
        take_back_steps(visit)
    PrivateNote.objects.filter(visit__in=logs).delete()
    remove_photos(VisitPhoto.objects.filter(visit__in=logs))
    ActionItem.objects.filter(visit__in=logs).delete()
    Visit.objects.filter(pk__in=logs).delete()


def _photos(before: datetime) -> QuerySet[VisitPhoto]:
    return VisitPhoto.objects.filter(added_at__lt=before)


def _destroy_photos(rows: QuerySet[VisitPhoto], before: datetime) -> None:
    with destroying(VisitPhoto, older_than=before):
        remove_photos(rows)


def _destroy_strays(names: Collection[str], before: datetime) -> None:
    for name in names:
        photo_storage().delete(name)


DRAFTS = Retention(Term.DRAFTS, _drafts, _destroy_drafts, centre="centre")
PHOTOS = Retention(Term.VISIT_PHOTOS, _photos, _destroy_photos, centre="centre")
STRAY_FILES = Retention(None, lambda before: strays(), _destroy_strays)

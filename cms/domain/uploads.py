"""Pictures and documents that somebody began to add and never described. Wagtail keeps them for ever, in the open folder."""

from datetime import timedelta

from django.db import transaction
from wagtail.models import UploadedFile

from lms.common import clock
from lms.common.one_by_one import one_by_one

KEPT = timedelta(days=1)


def forget_abandoned() -> int:
    """Their row has no time, so the file's own counts."""
    return one_by_one(_forget, list(UploadedFile.objects.order_by("pk")))


def _forget(upload: UploadedFile) -> int:
    file = upload.file
    if file and file.storage.exists(file.name) and file.storage.get_modified_time(file.name) > clock.now() - KEPT:
        return 0
    with transaction.atomic():
        deleted, _rows = UploadedFile.objects.filter(pk=upload.pk).delete()
        if file:
            transaction.on_commit(lambda: file.storage.delete(file.name))
    return deleted

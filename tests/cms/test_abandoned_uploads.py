"""What waits for its description is kept for a day."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.models import UploadedFile

from cms.domain.uploads import forget_abandoned
from cms.models import CustomDocument
from lms.common import clock

pytestmark = pytest.mark.django_db


def test_an_upload_is_forgotten_after_a_day_with_its_file(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(CustomDocument), file=ContentFile(b"%PDF-1.4", "notes.pdf")
    )
    file, now = upload.file, clock.now()
    for hours, forgotten in ((23, 0), (25, 1)):
        monkeypatch.setattr(clock, "now", lambda hours=hours: now + timedelta(hours=hours))
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_abandoned() == forgotten
        assert (UploadedFile.objects.count(), file.storage.exists(file.name)) == (1 - forgotten, not forgotten)


def test_a_row_without_its_file_goes(django_capture_on_commit_callbacks: Any) -> None:
    kind = ContentType.objects.get_for_model(CustomDocument)
    upload = UploadedFile.objects.create(for_content_type=kind, file=ContentFile(b"x", "lost.pdf"))
    upload.file.storage.delete(upload.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_abandoned() == 1
    assert not UploadedFile.objects.exists()

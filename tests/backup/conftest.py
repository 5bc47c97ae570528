from pathlib import Path
from typing import Any

import pytest

from courses.credentials.models import Certificate
from tests.backup.world import Folders
from tests.committing import as_migrated, real_commits
from tests.factories.certificates import Papers

__all__ = ["as_migrated", "real_commits"]


@pytest.fixture
def folders(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Files of this test's own, and a place for its archives."""
    made = Folders(tmp_path / "media", tmp_path / "private", tmp_path / "archives")
    made.archives.mkdir()
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = made.media, made.private
    monkeypatch.setattr(Certificate.pdf.field, "storage", Papers(made.private))
    return made

"""Tests. SQLite unless TEST_DATABASE_URL names a PostgreSQL; TEST_DB_NAME keeps the databases of parallel checkouts apart."""

import os
import tempfile
from pathlib import Path

from lms import env
from lms.settings.base import BASE_DIR, STORAGES, database

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105 - guards nothing
SEAL_KEY = "the-seals-of-tests-only-and-nothing"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO = True

_name = env.text("TEST_DB_NAME", "maeul")
DATABASES = {"default": database(env.text("TEST_DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"))}
# A file, not memory: the browser tests' server reads it from another thread.
DATABASES["default"]["TEST"] = {
    "NAME": str(Path(tempfile.gettempdir()) / f"test_{_name}.sqlite3")
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else f"test_{_name}"
}

SECOND_FACTOR_REQUIRED = False  # tests of it switch it on

LIMITS = {}  # tests of it set some

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Of each process its own: what hangs on no row of one's database is a stray to the other's.
_files = Path(tempfile.gettempdir()) / f"maeul_files_{_name}" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
MEDIA_ROOT = _files / "media"
PRIVATE_ROOT = _files / "private"
PDF_FONTS = _files / "fonts"  # whatever this machine has, tests see the packages only
EMAIL_FILE_PATH = _files / "mails"
STATIC_ROOT = _files / "static"  # WhiteNoise warns of a folder that is missing
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}}
}
WHITENOISE_AUTOREFRESH = True  # nothing is collected into STATIC_ROOT, and a missing folder would be a warning

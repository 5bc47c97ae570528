"""A laptop: `make demo` runs on these. Pages and errors look as on a server; DEBUG=1 shows Django's technical ones."""

from lms import env

from .base import *  # noqa: F403

DEBUG = env.flag("DEBUG", False)
# Not a secret: these settings refuse to serve anything but this machine.
SECRET_KEY = env.text("SECRET_KEY", "only-for-this-machine-and-never-for-a-server")
SEAL_KEY = env.text("SEAL_KEY", "the-seals-of-the-sample-data-only")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost")
DEMO = True
# Every mail stays on this machine and can be read at /demo/mails/.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = env.folder("MAILS_ROOT", BASE_DIR / "mails")
HELP_PHONE = env.text("HELP_PHONE", "0620000000")
# Style sheets and scripts are served from where they are written; nothing is collected.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A key as second factor is asked for without TLS only here.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

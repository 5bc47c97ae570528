"""A centre's server. Everything that must differ from one to the next comes from the environment and is checked here."""

from django.core.exceptions import ImproperlyConfigured

from lms import env
from lms.settings.base import LOGGING, SEAL_KEY_FALLBACKS, STORAGES, database

from .base import *  # noqa: F403

DEBUG = False
DEMO = False
if env.flag("DEBUG", False):
    raise ImproperlyConfigured("DEBUG must not be set in production.")

SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
if any(len(key) < 50 or len(set(key)) < 10 for key in (SECRET_KEY, *SECRET_KEY_FALLBACKS)):
    raise ImproperlyConfigured(
        "SECRET_KEY must have at least 50 characters, of at least 10 kinds. So must each fallback."
    )

SEAL_KEY = env.text("SEAL_KEY")
if any(len(key) < 32 or len(set(key)) < 10 for key in (SEAL_KEY, *SEAL_KEY_FALLBACKS)) or SEAL_KEY == SECRET_KEY:
    raise ImproperlyConfigured(
        "SEAL_KEY must have at least 32 characters, of at least 10 kinds, and not be SECRET_KEY. So must each fallback."
    )

ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site, separated by commas.")

BASE_URL = env.text("BASE_URL")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must start with https://")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {"default": database(env.text("DATABASE_URL"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
        "pool": {"min_size": 2, "max_size": env.number("DATABASE_POOL", 10, low=2)}
    }

HELP_PHONE = env.text("HELP_PHONE")

CACHES = {
    "default": {
        "BACKEND": "lms.common.web.cache.PatientRedis",
        "LOCATION": env.text("REDIS_URL"),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds: a request waits no longer for it
    }
}

TASK_WORKER = env.flag("TASK_WORKER", True)
if TASK_WORKER:
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
HEARTBEATS = ("tick", "worker") if TASK_WORKER else ("tick",)

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, low=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds: mails about accounts leave while somebody waits for the page
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
# A browser takes these names over TLS, for this host and for all of it only: nothing beside the site can plant one.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
LOGGING = LOGGING | {
    "formatters": {"json": {"()": "lms.common.web.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": LOGGING["loggers"] | {"gunicorn.error": {"handlers": []}},
}

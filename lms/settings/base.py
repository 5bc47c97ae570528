"""What is the same everywhere. dev, test and production import this and change only what they must."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lms import env
from lms.settings import social

BASE_DIR = Path(__file__).resolve().parents[2]

# The project's own apps, a topic each, the highest first: none imports one that stands above it (pyproject.toml holds it).
# Each topic's urls.py is mounted in this order.
TOPICS = [
    "lms.demo",
    "lms.office",
    "mentoring.matching",
    "mentoring.visits",
    "mentoring.coaching",
    "mentoring.communities",
    "mentoring.corps",
    "courses.credentials",
    "courses.learning",
    "courses.runs",
    "courses.curriculum",
    "cms",
    "lms.invitations",
    "lms.staff",
    "lms.notifications",
    "lms.signin",
    "lms.privacy",
    "lms.accounts",
    "lms.common",
]
INSTALLED_APPS = [
    *TOPICS,
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "lms.common.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lms.common.web.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.common.web.middleware.KoreanMiddleware",
    "lms.common.web.middleware.NulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.common.web.middleware.KeptFormsMiddleware",
    "lms.common.web.middleware.NoMethodMiddleware",
    "lms.signin.middleware.SecondFactorMiddleware",
    "lms.privacy.middleware.AskAgainMiddleware",
    "lms.notifications.middleware.ReadNoticesMiddleware",
    "lms.signin.middleware.RefusedFormsMiddleware",
    "lms.common.web.middleware.PrivatePagesMiddleware",
    "lms.common.web.middleware.DenialsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "lms.common.web.request_size.RequestSizeMiddleware",
    "lms.common.web.middleware.DomainErrorMiddleware",
    "cms.admin_search.AdminSearchMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.middleware.AdminRefusalMiddleware",
    "cms.foreign_pages.ForeignPagesMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.common.web.context.page",
                "lms.signin.second_factor.for_templates",
                "lms.signin.social.for_templates",
                "lms.demo.views.for_templates",
            ],
        },
    },
]
FORM_RENDERER = "lms.common.ui.forms.Renderer"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"


def database(url: str) -> dict[str, Any]:
    """SQLite takes its write lock at BEGIN (`select_for_update` does nothing there); PostgreSQL comes with psycopg's pool."""
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL can't be read: {error}") from None
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgresql://")
    return config


DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"))}

AUTHENTICATION_BACKENDS = ["lms.signin.backends.EmailOrPhoneBackend"]
PASSWORD_LENGTH = 10
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "phone")},
    },
    {"NAME": "lms.signin.passwords.KnownWordsValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# How many proxies stand before the server: an address is believed from the outermost of them, and from nobody else.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
ACCOUNT_ADAPTER = "lms.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Nobody is in before the address is proved, and the page says the same for one that has joined already.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"length": 6, "numeric": True, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # seconds: mails can be slow
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "signup": "lms.signin.forms.accounts.SignupForm",
    "login": "lms.signin.forms.accounts.LoginForm",
    "reset_password": "lms.signin.forms.accounts.ResetPasswordForm",
    "set_password": "lms.signin.forms.accounts.SetPasswordForm",
    "reset_password_from_key": "lms.signin.forms.accounts.ResetPasswordKeyForm",
    "change_password": "lms.signin.forms.accounts.ChangePasswordForm",
    "reauthenticate": "lms.signin.forms.accounts.ReauthenticateForm",
    "confirm_email_verification_code": "lms.signin.forms.accounts.ConfirmAddressForm",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes how somebody signs in, its owner is told
ACCOUNT_RATE_LIMITS = False  # LIMITS below counts all; docs/decisions/0016-limits.md says why
# Another service is another key to an account, never a way to one that exists; docs/decisions/0018-social-sign-in.md.
SOCIALACCOUNT_PROVIDERS, SOCIAL_HOSTS = social.from_environment()
SOCIALACCOUNT_ADAPTER = "lms.signin.social.SocialAdapter"
SOCIALACCOUNT_FORMS = {
    "signup": "lms.signin.forms.social.SocialSignupForm",
    "disconnect": "lms.signin.forms.social.DisconnectForm",
}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_STORE_TOKENS = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_of_person"
LOGOUT_REDIRECT_URL = "/"

# Staff roles and superusers reach nothing of theirs before a second factor; where this is off, their pages say so.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", True)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "lms.signin.second_factor.SecondFactorAdapter"
# The office gives roles to people it knows; without this, a colleague whose address is not confirmed could not begin.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "lms.signin.forms.second_factor.AuthenticateForm",
    "reauthenticate": "lms.signin.forms.second_factor.ReauthenticateByCodeForm",
    "activate_totp": "lms.signin.forms.second_factor.ActivateTOTPForm",
    "add_webauthn": "lms.signin.forms.second_factor.AddWebAuthnForm",
    "login_webauthn": "lms.signin.forms.second_factor.LoginWebAuthnForm",
    "authenticate_webauthn": "lms.signin.forms.second_factor.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "lms.signin.forms.second_factor.ReauthenticateWebAuthnForm",
    "edit_webauthn": "lms.signin.forms.second_factor.EditWebAuthnForm",
}

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean"))]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", BASE_DIR / "media")
PRIVATE_ROOT = env.folder("PRIVATE_ROOT", BASE_DIR / "private")
BACKUP_KEY = env.text("BACKUP_KEY", "")
if BACKUP_KEY and len(BACKUP_KEY) < 32:
    raise ImproperlyConfigured("BACKUP_KEY must have at least 32 characters, drawn at random.")
# What seals of rows are made with; production and dev set it (lms/common/integrity/seals.py).
SEAL_KEY_FALLBACKS = env.names("SEAL_KEY_FALLBACKS")
# Where PDFs find letters that the faces of the packages lack (lms/common/files/pdf.py).
PDF_FONTS = env.folder("PDF_FONTS", Path("/usr/share/fonts"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "maeul@example.org")
SITE_NAME = env.text("SITE_NAME", "마을캠퍼스")
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # who types slowly sends the code of the step before (RFC 6238, 5.2: at most one)
# The 500 page can't ask the database whom to call.
HELP_PHONE = env.text("HELP_PHONE", "")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")

# Work in the background is done at once where no worker runs; docs/decisions/0019-background-work.md.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
HEARTBEATS: tuple[str, ...] = ()  # which of `tick` and the worker must be heard of
SILENT_AFTER = env.number("SILENT_AFTER", 20, low=10)  # minutes; `tick` runs every five
NIGHT_BEGINS = env.number("NIGHT_BEGINS", 2)  # the hour in Seoul after which `tick` does the night's work
if NIGHT_BEGINS > 23:
    raise ImproperlyConfigured(f"NIGHT_BEGINS must be an hour from 0 to 23. It is '{NIGHT_BEGINS}'.")

# How many months each kind of personal data is kept; `manage.py destroy_due` acts on it.
RETENTION_UNPROVED = env.number("RETENTION_UNPROVED", 1, low=1)
RETENTION_NOTICES = env.number("RETENTION_NOTICES", 12, low=1)
RETENTION_REJECTED = env.number("RETENTION_REJECTED", 12, low=1)
RETENTION_INVITATIONS = env.number("RETENTION_INVITATIONS", 1, low=1)
RETENTION_VISIT_PHOTOS = env.number("RETENTION_VISIT_PHOTOS", 36, low=12)
RETENTION_DRAFTS = env.number("RETENTION_DRAFTS", 6, low=1)
# What the measures for the safety of personal data (개인정보의 안전성 확보조치 기준) ask for is the least.
RETENTION_ACCESS_LOG = env.number("RETENTION_ACCESS_LOG", 24, low=24)
RETENTION_STATE_LOG = env.number("RETENTION_STATE_LOG", 120, low=24)

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# The site has one sign-in and one way to a new password; the admin has none of its own.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media_forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "txt", "mp4", "vtt"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media_forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ko", "한국어")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one place, one time: nothing to choose
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[Any] = []  # the server fetches nothing from addresses that somebody types
# The admin's own lists know somebody by the session alone, never by a password sent along.
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"]}
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
TAGGIT_CASE_INSENSITIVE = True

# The site's own pages run nothing inline. The Wagtail admin has inline scripts (date pickers, panels), so it has its own
# policy, set by lms.common.web.middleware.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *SOCIAL_HOSTS],
        "frame-ancestors": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews into a frame of the same site
CSRF_FAILURE_VIEW = "lms.common.web.views.csrf_failure"
# How many tries in how many seconds (lms/common/web/limits.py). A class of forty shares one address, so what counts by
# address alone leaves room for all of them; what counts for one account from one address is narrow.
LIMITS = {
    "search": (240, 60),  # by address
    "verify": (60, 60),  # by address
    "invitation": (60, 60),  # by address
    "address_link": (60, 60),  # by address
    "sign_in": (5, 300),  # wrong passwords for one account from one address
    "sign_in_network": (100, 300),  # wrong passwords from one address
    "second_factor": (5, 300),  # wrong codes for one account from one address
    "account_mail": (3, 3600),  # mails for signing in and joining, to one mailbox, asked for from one address
    "account_mail_anywhere": (12, 3600),  # to one mailbox, from wherever: its owner has as many good links by then
    "account_mail_network": (100, 3600),  # the same to any mailbox
    "social": (300, 60),  # by address: each sign-in by another service is two or three requests
    "sign_up": (100, 3600),  # new accounts from one address
    "sign_up_failed": (200, 3600),  # forms to join with a mistake in them, from one address
    "export": (20, 3600),  # by person
    "own_data": (5, 3600),  # by person
    "kept_form": (30, 3600),  # forms sent after the session had ended, by the person whose they are
}
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of a form without its files
# A check question with six answers is some 40 fields of the editors' form, so Django's 1,000 would refuse a lesson of 30;
# 200 fit in here. What a form may cost is bounded by its size above.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The whole request, with files (lms/common/web/request_size.py): five photos of a visit log and its text; a video of editors.
MAX_REQUEST_MB = env.number("MAX_REQUEST_MB", 60, low=52)
MAX_DOCUMENT_MB = env.number("MAX_DOCUMENT_MB", 302, low=52)

# Every line goes to standard error once. Django would show errors under DEBUG only, and mail them with what was posted.
# Answers below 500 are the proxy's to count.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},  # a failure; the worker says by itself what it begins and ends
    },
}

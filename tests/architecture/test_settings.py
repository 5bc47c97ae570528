"""Settings come from the environment, are listed in docs/settings.md, and stop the start when a value is bad."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "SEAL_KEY": "0123456789-seals-0123456789-abcdef",
    "ALLOWED_HOSTS": "campus.example",
    "BASE_URL": "https://campus.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_HOST": "mail.example",
    "HELP_PHONE": "0620000000",
}


def production(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    values = {**GOOD, "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "lms.settings.production", **changes}
    environment = {name: value for name, value in values.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_every_setting_is_listed() -> None:
    read = set()
    for app in ("lms", "cms", "courses", "mentoring"):
        for path in (ROOT / app).rglob("*.py"):
            read |= set(re.findall(r"\benv\.(?:text|flag|number|names|folder)\(\s*\"(\w+)\"", path.read_text("utf-8")))
    rows = re.findall(r"^\| (`.+?`) \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == read


def test_production_settings_pass_every_deployment_check() -> None:
    done = production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    told = set(re.findall(r"\(\w+\.\w+\)", done.stdout + done.stderr))
    # Which fonts a machine has, it may say; nothing else.
    assert (done.returncode, told - {"(common.I001)"}) == (0, set()), done.stderr
    assert "System check identified" in done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_does_not_start_without(name: str) -> None:
    done = production("-c", "import lms.settings.production", **{name: None})
    assert done.returncode == 1
    assert re.search(rf"ImproperlyConfigured: {name} must ", done.stderr)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 50 characters, of at least 10 kinds."),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY must have at least 50 characters, of at least 10 kinds."),
        ("SECRET_KEY_FALLBACKS", f"{GOOD['SECRET_KEY']},short", "SECRET_KEY must have at least 50 characters"),
        (
            "SEAL_KEY",
            "short",
            "SEAL_KEY must have at least 32 characters, of at least 10 kinds, and not be SECRET_KEY.",
        ),
        ("SEAL_KEY", GOOD["SECRET_KEY"], "SEAL_KEY must have at least 32 characters"),
        ("SEAL_KEY_FALLBACKS", "a" * 40, "SEAL_KEY must have at least 32 characters"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts of this site, separated by commas."),
        ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS must name the hosts of this site, separated by commas."),
        ("BASE_URL", "http://campus.example", "BASE_URL must start with https://"),
        ("DATABASE_URL", "mysql://a@b/c", "DATABASE_URL must start with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL can't be read"),
        ("DATABASE_POOL", "many", "DATABASE_POOL must be a whole number. It is 'many'."),
        ("DATABASE_POOL", "1", "DATABASE_POOL must be at least 2. It is '1'."),
        ("DEBUG", "1", "DEBUG must not be set in production."),
        ("EMAIL_USE_TLS", "maybe", "EMAIL_USE_TLS must be one of"),
        ("TASK_WORKER", "perhaps", "TASK_WORKER must be one of"),
        ("SILENT_AFTER", "5", "SILENT_AFTER must be at least 10. It is '5'."),
        ("NIGHT_BEGINS", "24", "NIGHT_BEGINS must be an hour from 0 to 23. It is '24'."),
        (
            "KAKAO_CLIENT_ID",
            "x",
            "KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET must all be set, or none of them. Missing: KAKAO_CLIENT_SECRET.",
        ),
        (
            "NAVER_CLIENT_SECRET",
            "x",
            "NAVER_CLIENT_ID, NAVER_CLIENT_SECRET must all be set, or none of them. Missing: NAVER_CLIENT_ID.",
        ),
        ("OIDC_NAME", "x", "OIDC_NAME, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET must all be set"),
        ("PRIVATE_ROOT", "private", "PRIVATE_ROOT must be an absolute path. It is 'private'."),
    ],
)
def test_production_does_not_start_with(name: str, value: str, message: str) -> None:
    done = production("-c", "import lms.settings.production", **{name: value})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {message}" in done.stderr


def test_a_form_leads_to_a_sign_in_service_only_where_one_is_set() -> None:
    script = "from lms.settings.production import CONTENT_SECURITY_POLICY as policy; print(policy['DIRECTIVES']['form-action'])"
    assert production("-c", script).stdout == "[\"'self'\"]\n"
    services = {
        "NAVER_CLIENT_ID": "x",
        "NAVER_CLIENT_SECRET": "y",
        "OIDC_NAME": "예시",
        "OIDC_ISSUER": "https://id.example/realms/a",
        "OIDC_CLIENT_ID": "x",
        "OIDC_CLIENT_SECRET": "y",
    }
    told = production("-c", script, **services).stdout
    assert told == "[\"'self'\", 'https://nid.naver.com', 'https://id.example']\n"
    plain = production("-c", script, **services | {"OIDC_ISSUER": "http://id.example"})
    assert "ImproperlyConfigured: OIDC_ISSUER must start with https://" in plain.stderr


def test_a_server_has_a_worker_unless_it_says_otherwise() -> None:
    script = "from lms.settings.production import TASKS, HEARTBEATS; print(TASKS['default']['BACKEND'], HEARTBEATS)"
    assert production("-c", script).stdout == "django_tasks_db.DatabaseBackend ('tick', 'worker')\n"
    alone = production("-c", script, TASK_WORKER="0").stdout
    assert alone == "django_tasks.backends.immediate.ImmediateBackend ('tick',)\n"


def test_sample_data_is_refused_in_production() -> None:
    done = production("manage.py", "seed_demo", DATABASE_URL="sqlite:////nonexistent/none.sqlite3")
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The sample data is for trying out")


def test_production_writes_one_json_object_a_line() -> None:
    script = "import django, logging; django.setup(); logging.getLogger('gunicorn.error').error('a\\nb')"
    done = production("-c", script)
    (line,) = done.stderr.splitlines()
    told = json.loads(line)
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "gunicorn.error", "a\nb")

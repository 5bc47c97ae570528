"""A worker of the web server and the process that runs `tick` are killed while people send forms.

Whatever a client was told is done is in the database, once; the next `tick` does the rest; no e-mail is lost, and none
whose sending was noted is sent again.
"""

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from courses.learning.models import LessonCompletion
from courses.runs.models import Completion
from lms.accounts.models import User
from lms.common import clock
from lms.common.integrity import verify
from lms.demo.serving import environment_of, free_port
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from mentoring.visits.models import Visit
from tests.factories import courses, people
from tests.factories import mentoring as make
from tests.lms.common.integrity.test_verify import NO_LOG

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.usefixtures("real_commits"),
    pytest.mark.django_db(transaction=True),
]
EXPERTS, LEARNERS, LESSONS, VISITS, NOTICES = 4, 4, 4, 4, 80
PATIENCE = 30  # seconds for anything to happen


@dataclass(frozen=True)
class Form:
    """What somebody sends, and goes on sending until an answer comes."""

    person: User
    path: str
    fields: dict[str, Any]


def visit_forms() -> list[Form]:
    topic = make.topic("운영").pk
    forms = []
    for _n in range(EXPERTS):
        engagement = make.engagement()
        for day in range(1, VISITS + 1):
            fields = {
                "client_uuid": str(uuid.uuid4()),
                "engagement": engagement.pk,
                "day": (clock.today() - timedelta(days=day)).isoformat(),
                "start": "14:00",
                "length": "60",
                "mode": "visit",
                "attendees": "5",
                "topics": topic,
                "content": "회의 규칙을 정했습니다.",
                "next_step": "",
                "next_on": "",
                "health": "good",
                "send": "1",
            }
            forms.append(Form(engagement.expert.person, "/mentor/logs/new/", fields))
    return forms


def lesson_forms() -> list[Form]:
    run = courses.run(courses.version(lessons=LESSONS))
    rows = [courses.enrolment(run) for _n in range(LEARNERS)]
    keys = [courses.key(run, number) for number in range(1, LESSONS + 1)]
    return [Form(row.person, f"/learn/{run.pk}/{key}/done/", {}) for key in keys for row in rows]


# ── the processes


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    parts = urlsplit(os.environ["TEST_DATABASE_URL"])
    url = parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return environment_of(url, tmp_path) | {"SECRET_KEY": settings.SECRET_KEY, "SEAL_KEY": settings.SEAL_KEY}


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Two workers. Gives the port and the process that keeps them."""
    port = free_port()
    options = ["--workers=2", "--worker-class=gthread", "--threads=4", f"--bind=127.0.0.1:{port}"]
    with (tmp_path / "server.log").open("wb") as log:
        master = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "lms.wsgi", *options],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            until(lambda: answers(port))
            yield port, master.pid
        finally:
            master.terminate()
            master.wait(timeout=PATIENCE)


def tick(environment: dict[str, str], mails: Path) -> subprocess.Popen[bytes]:
    """E-mails go into the folder, as development settings have it."""
    told = environment | {"MAILS_ROOT": str(mails)}
    return subprocess.Popen([sys.executable, "manage.py", "tick"], cwd=settings.BASE_DIR, env=told)


def workers(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def until(happened: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def answers(port: int) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as client:
            client.request("GET", "/healthz")
            return client.getresponse().status == 200
    except OSError:
        return False


# ── the clients


def cookies(person: User) -> str:
    client = Client()
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={'c' * 32}"


def send(port: int, cookie: str, form: Form) -> str:
    """Where the answer leads. A form that gets none is sent again."""
    headers = {"Cookie": cookie, "X-CSRFToken": "c" * 32, "Content-Type": "application/x-www-form-urlencoded"}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as client:
                client.request("POST", form.path, urlencode(form.fields), headers)
                answer = client.getresponse()
                answer.read()
        except (OSError, HTTPException):
            time.sleep(0.05)
            continue
        assert answer.status == 302
        return str(answer.headers["Location"])
    raise AssertionError("no answer came")


# ── the drill


def test_what_was_acknowledged_is_there_once(
    server: tuple[int, int], environment: dict[str, str], tmp_path: Path
) -> None:
    port, master = server
    visits, lessons = visit_forms(), lesson_forms()
    for number in range(NOTICES):
        notify(person=people.user(), kind="drill", key=f"drill:{number}", title=f"{number}번 안내", path="/")
    forms = [form for pair in zip(visits, lessons, strict=True) for form in pair]
    signed_in = {form.person.pk: cookies(form.person) for form in forms}

    clock_process = tick(environment, tmp_path / "first")
    with ThreadPoolExecutor(8) as threads:
        sent = [threads.submit(send, port, signed_in[form.person.pk], form) for form in forms]
        until(lambda: answered(sent) >= len(forms) // 4)
        os.kill(workers(master)[0], signal.SIGKILL)
        until(lambda: Notice.objects.filter(sent_at__isnull=False).count() > NOTICES // 10)
        clock_process.kill()
        clock_process.wait()
        noted = sorted(Notice.objects.filter(sent_at__isnull=False).values_list("person__email", flat=True))
        told = [future.result() for future in sent]

    # Each form that was answered is one row, the one that its answer names.
    logs = [int(where.split("/")[-2]) for where in told if where.startswith("/mentor/logs/")]
    assert sorted(logs) == sorted(Visit.objects.values_list("pk", flat=True))
    assert len(logs) == len(visits)
    assert sum(where.endswith("/finished/") for where in told) == len(lessons)
    assert LessonCompletion.objects.count() == len(lessons)
    assert Completion.objects.count() == LEARNERS
    assert {name for name, _what in verify.findings()} <= {NO_LOG}

    # The next run sends what is left: all notices that were not noted as sent, and no other.
    everybody = sorted(Notice.objects.values_list("person__email", flat=True))
    waiting = Notice.objects.filter(sent_at__isnull=True).count()
    assert 0 < waiting < len(everybody)
    assert tick(environment, tmp_path / "second").wait(timeout=PATIENCE) == 0
    assert mailed(tmp_path / "second") == minus(everybody, noted)
    assert Notice.objects.filter(sent_at__isnull=True).count() == 0


def answered(sent: list["Future[str]"]) -> int:
    return sum(future.done() for future in sent)


def mailed(folder: Path) -> list[str]:
    files = [file.read_text("utf-8") for file in folder.iterdir()]
    return sorted(address for file in files for address in re.findall(r"^To: (\S+)$", file, re.M))


def minus(everybody: list[str], some: list[str]) -> list[str]:
    left = list(everybody)
    for address in some:
        left.remove(address)
    return left

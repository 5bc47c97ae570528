"""A little of everything, and what is needed to compare it afterwards."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from courses.credentials.domain import certificates
from lms.accounts.models import User
from mentoring.visits.enums import VisitState
from tests.committing import put_back
from tests.factories import courses, people, visits
from tests.factories import mentoring as make

PASSWORD = "가을바람-2026-동네"
# What a line of text may hold and a careless reader splits at.
TEXT = "첫 줄\u2028둘째 줄\x85셋째 줄\r\n넷째 줄 \\N 'x' \"y\""


@dataclass(frozen=True)
class Folders:
    media: Path
    private: Path
    archives: Path

    def wipe(self) -> None:
        for root in (self.media, self.private):
            shutil.rmtree(root, ignore_errors=True)

    def content(self) -> dict[str, bytes]:
        found = (path for root in (self.media, self.private) for path in root.rglob("*") if path.is_file())
        return {path.relative_to(self.media.parent).as_posix(): path.read_bytes() for path in found}


def build() -> User:
    """Somebody with a certificate, pages with revisions, a confirmed visit, notices, a file. Returns who can sign in."""
    person = people.user(password=PASSWORD)
    run = courses.run(courses.version(lessons=1, rule={}))
    made = courses.completed(courses.enrolment(run, person))
    certificates.issue_certificate(completion=made, actor=run.coordinator)
    visits.log(make.engagement(), VisitState.CONFIRMED, content=TEXT)
    default_storage.save("documents/마을 안내.txt", ContentFile(b"\x00\xff" * 70_000))
    return person


def empty_again(folders: Folders) -> None:
    put_back()
    folders.wipe()

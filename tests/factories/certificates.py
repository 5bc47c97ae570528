"""A certificate with what must stand under it: a version, a run, an enrolment and a completion, all of yesterday."""

import errno
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from courses.credentials.domain.certificates import due_in, issue_certificate
from courses.credentials.models import Certificate
from courses.curriculum.models import CourseVersion
from courses.runs.enums import Admission, EnrolmentState, RunState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.accounts.models import Centre, User
from lms.common import clock
from tests.factories import pages, people


def enrolment(centre: Centre, person: User, key: str = "MJ-301", **fields: Any) -> Enrolment:
    version = CourseVersion.objects.filter(centre=centre, course_key=key).first() or _version(centre, key)
    moment = clock.now() - timedelta(days=1)
    run = CourseRun.objects.create(
        centre=centre,
        version=version,
        name=f"{people.number()}기",
        place="배움터",
        starts_on=moment.date(),
        ends_on=moment.date(),
        capacity=30,
        admission=Admission.OPEN,
        apply_from=moment - timedelta(days=30),
        apply_until=moment,
        coordinator=person,
        state=RunState.PUBLISHED,
    )
    defaults = {"state": EnrolmentState.COMPLETED, "applied_at": moment}
    return Enrolment.objects.create(centre=centre, run=run, version=version, person=person, **defaults | fields)


def completion(centre: Centre, person: User, key: str = "MJ-301", **fields: Any) -> Completion:
    defaults: dict[str, Any] = {"minutes": 1200, "completed_at": clock.now() - timedelta(days=1)}
    episode = enrolment(centre, person, key)
    return Completion.objects.create(
        centre=centre, enrolment=episode, person=person, course_key=key, **defaults | fields
    )


some_completion = completion  # for factories that name one so


def certificate(centre: Centre, person: User, key: str = "MJ-301", **fields: Any) -> Certificate:
    moment = clock.now() - timedelta(days=1)
    completion = some_completion(centre, person, key)
    n = people.number()
    number, code = f"제{moment.year}-{n}호", f"code{n}"
    defaults: dict[str, Any] = {
        "year": moment.year,
        "sequence": Certificate.objects.filter(centre=centre, year=moment.year).count() + 1,
        "number": number,
        "code": code,
        "snapshot": {
            "number": number,
            "verify_code": code,
            "minutes": completion.minutes,
            "name": "",
            "course": f"과정 {key}",
            "run": completion.enrolment.run.name,
            "completed_on": moment.date().isoformat(),
            "issued_on": moment.date().isoformat(),
        },
        "sha256": "0" * 64,
        "issued_at": moment,
        "issued_by": people.user(),
    }
    return Certificate.objects.create(
        centre=centre, completion=completion, person=person, course_key=key, **defaults | fields
    )


def issue_due(run: CourseRun, actor: User) -> list[Certificate]:
    """Each by itself and in their order, as the job does it."""
    return [issue_certificate(completion=completion, actor=actor) for completion in due_in(run, actor)]


def _version(centre: Centre, key: str) -> CourseVersion:
    n = people.number()
    page = pages.course(key=f"{key}-{n}")
    return CourseVersion.objects.create(
        centre=centre,
        page=page,
        course_key=key,
        number=1,
        title=f"과정 {key}",
        programme="마을자치학과",
        tier_number=3,
        tier_title="최고과정",
        minutes=1200,
        rule={},
        manifest=[],
        published_at=clock.now(),
    )


class Papers(FileSystemStorage):
    """A folder of one test's own for the certificates. After `room` files the disk is full, half way through the next."""

    def __init__(self, folder: Path, room: int = 100) -> None:
        super().__init__(location=folder)
        self.room = room

    def _save(self, name: str, content: File) -> str:
        self.room -= 1
        if self.room >= 0:
            return super()._save(name, content)
        super()._save(name, ContentFile(b"%PD"))
        raise OSError(errno.ENOSPC, "No space left on device")

    @property
    def names(self) -> set[str]:
        """The files that are there, whether or not a row names them."""
        found = (path for path in Path(self.location).rglob("*") if path.is_file())
        return {path.relative_to(self.location).as_posix() for path in found}

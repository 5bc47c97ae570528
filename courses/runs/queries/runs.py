"""Runs as people read them: what can be applied for now, what comes next, how many places are left."""

from typing import Any

from courses.curriculum.enums import IN_PERSON
from courses.curriculum.models import CourseVersion
from courses.runs.enums import RunState
from courses.runs.models import CourseRun
from courses.runs.models.runs import CourseRunQuerySet
from lms.common import clock


def _shown() -> CourseRunQuerySet:
    return CourseRun.objects.with_places().select_related("version", "centre").order_by("starts_on", "pk")


def upcoming_runs(course_key: str | None = None) -> CourseRunQuerySet:
    """Announced runs whose window is open or still to open, soonest first."""
    runs = _shown().filter(state=RunState.PUBLISHED, apply_until__gt=clock.now())
    return runs.filter(version__course_key=course_key) if course_key is not None else runs


def next_run(run: CourseRun) -> CourseRun | None:
    """The next run of the same course that one can still apply for."""
    return upcoming_runs(run.version.course_key).exclude(pk=run.pk).first()


def in_person_lessons(version: CourseVersion) -> list[dict[str, Any]]:
    """The lines of the manifest that are done by being there; each needs a class in a run."""
    return [line for line in version.manifest if line["mode"] in IN_PERSON]

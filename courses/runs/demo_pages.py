from collections.abc import Iterator

from courses.runs.enums import SessionState
from courses.runs.models import CourseRun
from lms.common.looks import VISITOR, DemoPages, Look, Measured, look


def run_of(course: str, name: str) -> CourseRun:
    return CourseRun.objects.get(version__course_key=course, name=name)


def looks() -> Iterator[Look]:
    yield look(VISITOR, "curriculum")
    for slug in ("mj-101", "mj-201", "mj-301", "mj-401", "sd-101"):
        yield look(VISITOR, "course", slug, called=f"course_{slug}")
    full = run_of("MJ-201", "2026년 2기").pk
    yield look("representative", "apply", run_of("MJ-101", "2026년 3기").pk)
    yield look("trainee", "apply", full, called="apply_not_yet")
    yield look("trainee", "apply", run_of("MJ-101", "2026년 1기").pk, called="apply_closed")
    yield look("learner13", "apply", full, called="apply_admitted")
    yield look("learner23", "apply", full, called="apply_sent")
    for view in ("office_runs", "office_run_new"):
        yield look("coordinator", view)
    for view in ("office_run_edit", "office_run_classes"):
        yield look("coordinator", view, run_of("MJ-301", "2027년 1기").pk)
    yield look("coordinator", "office_run_cancel", full)
    under_way = run_of("MJ-101", "2026년 2기")
    to_come = under_way.sessions.filter(state=SessionState.PLANNED).order_by("starts_at")[0]
    yield look("coordinator", "office_class_cancel", under_way.pk, to_come.pk)


PAGES = DemoPages(looks, measured=(Measured(VISITOR, "/curriculum/"), Measured("coordinator", "/office/runs/")))

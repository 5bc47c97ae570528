from typing import Any

from courses.runs.enums import SessionState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.sample_people import person


def things() -> dict[str, dict[str, Any]]:
    run = CourseRun.objects.get(name="2026년 2기", version__course_key="MJ-101")
    planned = run.sessions.filter(state=SessionState.PLANNED).order_by("starts_at")[0]
    return {
        "seat": {"pk": run.pk, "enrolment_id": Enrolment.objects.get(run=run, person=person("trainee")).pk},
        "planned class": {"pk": run.pk, "session_id": planned.pk},
    }

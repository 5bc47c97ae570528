from typing import Any

from courses.runs.models import CourseRun, Enrolment
from lms.accounts.sample_people import person


def things() -> dict[str, dict[str, Any]]:
    run = CourseRun.objects.get(name="2026년 2기", version__course_key="MJ-101")
    return {"seat": {"pk": run.pk, "enrolment_id": Enrolment.objects.get(run=run, person=person("trainee")).pk}}

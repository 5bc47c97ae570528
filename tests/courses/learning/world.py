from typing import Any

from courses.runs.models import Enrolment
from lms.accounts.sample_people import person


def things() -> dict[str, dict[str, Any]]:
    mine = Enrolment.objects.get(run__name="2026년 2기", version__course_key="MJ-101", person=person("trainee"))
    return {"seat": {"pk": mine.run_id, "enrolment_id": mine.pk}}

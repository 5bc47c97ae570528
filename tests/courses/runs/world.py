from typing import Any

from courses.runs.enums import SessionState
from courses.runs.models import ClassSession


def things() -> dict[str, dict[str, Any]]:
    planned = ClassSession.objects.filter(
        run__name="2026년 2기", run__version__course_key="MJ-101", state=SessionState.PLANNED
    ).order_by("starts_at")[0]
    return {"planned class": {"pk": planned.run_id, "session_id": planned.pk}}

from courses.learning.queries.progress import Progress, progress_of_all
from courses.runs.models import Enrolment
from courses.runs.queries.office import Roster


def seats(people: Roster, *, in_office: bool) -> list[tuple[Enrolment, Progress | None]]:
    """Those with a seat, and how far each is. That is the office's to read: an instructor sees the names."""
    if not in_office:
        return [(row, None) for row in people.seated]
    return [(found.enrolment, found) for found in progress_of_all(people.seated)]

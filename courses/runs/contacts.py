from django.db.models import QuerySet

from courses.runs.models import Enrolment
from lms.accounts.models import User


def learners(centre_id: int) -> QuerySet[User, int]:
    """Who applied; a seat is offered to nobody else."""
    return Enrolment.objects.filter(centre=centre_id).values("person")  # type: ignore[return-value]

from django.db import models

from lms.common.background import jobs
from mentoring.coaching.models import Engagement
from tests.factories import people


def locked_rows(_engagement: Engagement) -> list[models.Model]:
    return [jobs.open_job(owner=people.user(), key="world", title="표본", total=1, back="/office/")[0]]

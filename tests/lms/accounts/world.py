from django.db import models

from lms.accounts.models import Region
from mentoring.coaching.models import Engagement
from tests.factories import people


def locked_rows(engagement: Engagement) -> list[models.Model]:
    district = Region.objects.get(pk=engagement.centre.region_id)
    return [district, people.zone(district)]

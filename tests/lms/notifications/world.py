from typing import Any

from lms.accounts.models import Centre
from lms.accounts.sample_people import person
from lms.notifications.domain import MOST_ATTEMPTS, notify
from lms.notifications.models import Notice


def things() -> dict[str, dict[str, Any]]:
    centre = Centre.objects.get(slug="seogu")
    row = notify(
        person=person("trainee"), centre=centre.pk, kind="seat", key="undelivered", title="자리가 났습니다", path="/my/"
    )
    Notice.objects.filter(pk=row.pk).update(attempts=MOST_ATTEMPTS, tried_at=row.created_at)
    return {"undelivered": {"pk": row.pk}}

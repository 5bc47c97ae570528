"""A person's own data to take along."""

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.accounts.own_data import kept_about
from lms.common import clock, statelog
from lms.common.errors import DomainError
from lms.common.pdf import render_pdf

MOST = 5  # in WITHIN: enough for every device, too few to be a load
WITHIN = timedelta(hours=1)


class TooMany(DomainError):
    def __init__(self, until: datetime) -> None:
        super().__init__(_("You have downloaded this several times just now. Please try again later."), code="too_many")
        self.until = until


@transaction.atomic
def as_json(*, person: User) -> bytes:
    _count(person, "json")
    data = {
        "site": settings.SITE_NAME,
        "made_at": clock.now(),
        "topics": [
            {"topic": kept.topic.label, "why": kept.topic.why, "until": kept.until, "rows": kept.rows}
            for kept in kept_about(person)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()


@transaction.atomic
def as_pdf(*, person: User) -> bytes:
    _count(person, "pdf")
    topics = [
        {"topic": str(kept.topic.label), "why": str(kept.topic.why), "until": kept.until, "rows": kept.lines}
        for kept in kept_about(person)
    ]
    return render_pdf(
        "own_data",
        {"site": settings.SITE_NAME, "name": person.name, "issued_on": clock.today(), "topics": topics},
    )


def _count(person: User, kind: str) -> None:
    """The log is the counter. The person's row is its lock."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    recent = statelog.history(locked).filter(action="export", at__gt=clock.now() - WITHIN).order_by("-at", "-pk")
    moments = list(recent.values_list("at", flat=True)[:MOST])
    if len(moments) == MOST:
        raise TooMany(moments[-1] + WITHIN)
    statelog.record(locked, action="export", actor=locked, data={"as": kind})

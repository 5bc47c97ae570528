"""A person's own data to take along."""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.files.pdf import render_text_pdf
from lms.common.records import statelog
from lms.common.web import limits
from lms.privacy.queries.own_data import kept_about


@transaction.atomic
def as_json(*, person: User) -> bytes:
    _count(person, "json")
    data = {
        "site": settings.SITE_NAME,
        "made_at": clock.now(),
        "topics": [
            {"topic": kept.data.label, "why": kept.data.why, "until": kept.until, "rows": kept.rows}
            for kept in kept_about(person)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()


@transaction.atomic
def as_pdf(*, person: User) -> bytes:
    _count(person, "pdf")
    topics = [
        {"topic": str(kept.data.label), "why": str(kept.data.why), "until": kept.until, "rows": kept.lines}
        for kept in kept_about(person)
    ]
    return render_text_pdf(
        "own_data",
        {"site": settings.SITE_NAME, "name": person.name, "issued_on": clock.today(), "topics": topics},
    )


def _count(person: User, kind: str) -> None:
    limits.count_or_refuse("own_data", person.pk, message=_("You have downloaded this several times just now."))
    statelog.record(person, action="export", actor=person, data={"as": kind})

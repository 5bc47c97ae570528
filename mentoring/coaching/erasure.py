"""Coaching is ended or handed over first. What was done for a community stays with it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.privacy.registries import Duty, Erasure
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement


def _duties(person: User) -> Iterator[Duty]:
    for engagement in Engagement.objects.filter(expert__person=person, state__in=OPEN_ENGAGEMENT):
        yield Duty(
            _("You are coaching %(community)s. Please ask the centre to end it or hand it over.")
            % {"community": engagement.community}
        )


ENGAGEMENTS = Erasure(duties=_duties)

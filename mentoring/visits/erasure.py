"""Private notes and photos. The logs stay with the community."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.integrity.triggers import erasing
from lms.common.records import statelog
from lms.privacy.registries import Duty, Erasure
from mentoring.visits.domain.photos import remove_photos
from mentoring.visits.enums import UNANSWERED
from mentoring.visits.models import PrivateNote, Visit, VisitPhoto


def _duties(person: User) -> Iterator[Duty]:
    for visit in Visit.objects.filter(author=person, state__in=UNANSWERED).select_related("engagement"):
        yield Duty(
            _("A visit log of yours for %(community)s waits for its answer.")
            % {"community": visit.engagement.community}
        )


def _erase(person: User) -> None:
    for note in PrivateNote.objects.filter(author=person):
        with erasing(note):
            note.delete()
    _erase_photos(person)


def _erase_photos(person: User) -> None:
    """Photos show people, and who asked them for their consent is gone; so the photos go, also from confirmed logs."""
    rows = list(VisitPhoto.objects.filter(added_by=person).select_related("visit"))
    if not rows:
        return
    for visit in {row.visit for row in rows}:
        statelog.record(visit, action="erase_photos", from_state=visit.state, to_state=visit.state, actor=None)
    for row in rows:
        with erasing(row):
            remove_photos([row])


VISITS = Erasure(_duties, _erase)

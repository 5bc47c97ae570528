"""One photo of a log that was sent: somebody in it asks for it to go. The rest of the log stays as it is frozen."""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_staff
from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.errors import DomainError
from lms.common.integrity.triggers import erasing
from lms.common.records import accesslog, statelog, transitions
from lms.common.records.reasons import check_reason
from mentoring.visits.domain import notices, photos
from mentoring.visits.models import Visit, VisitPhoto
from mentoring.visits.queries.photos import TAKEN_OUT
from mentoring.visits.queries.visits import SENT
from mentoring.visits.rules import may_take_photo_out


@transaction.atomic
def take_out(*, photo: VisitPhoto, actor: User, reason: str) -> Visit:
    """The race: two colleagues take the same one out. The log's row is locked, so the second finds it gone."""
    visit = transitions.lock(photo.visit)
    _check(visit, actor, reason)
    row = visit.photos.filter(pk=photo.pk).first()
    if row is None:
        return visit
    told = {"photo": row.pk, "position": row.position, "sha256": row.sha256}
    statelog.record(
        visit, action=TAKEN_OUT, from_state=visit.state, to_state=visit.state, actor=actor, reason=reason, data=told
    )
    accesslog.record(actor=actor, action=Access.PHOTO, what=visit, whose=[row.added_by_id], reason=reason)
    with erasing(row):
        photos.remove_photos([row])
    notices.tell_expert(visit, title=_("The centre took a photo out of your visit log."), key=f"photo-{row.pk}")
    return visit


def _check(visit: Visit, actor: User, reason: str) -> None:
    if not may_take_photo_out(actor, visit):
        raise not_staff()
    if visit.state not in SENT:
        raise DomainError(_("This log was not sent yet. Its expert can take the photo out."), code="not_sent")
    check_reason(reason, field="photo_reason")

"""Conflicts of interest: an expert who stands too near to a community is not matched with it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import check_coordinator
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from mentoring.communities.models import Community, ConflictOfInterest
from mentoring.corps.models import ExpertProfile


@transaction.atomic
def add_conflict(
    *, expert: ExpertProfile, community: Community, kind: str, actor: User, until: date | None = None
) -> ConflictOfInterest:
    """From today on the pair is not matched. Running coaching goes on until the coordinator decides otherwise."""
    # The expert's row makes two presses queue, so that there is one row for the pair.
    expert = transitions.lock(expert)
    check_coordinator(actor, expert.centre_id)
    if community.centre_id != expert.centre_id:
        raise DomainError(_("Please choose a community of the same centre."), code="other_centre")
    today = clock.today()
    if until is not None and until < today:
        message = _("Please choose a day from today on, or leave it empty.")
        raise DomainError(message, code="until_in_the_past", fields={"until": message})
    existing = expert.conflicts.filter(community=community, kind=kind, until__isnull=True).first()
    if existing is not None:
        return existing
    conflict = ConflictOfInterest.objects.create(
        expert=expert, community=community, kind=kind, since=today, until=until
    )
    statelog.record(expert, action="conflict", actor=actor, data={"community": community.pk, "kind": kind})
    return conflict


@transaction.atomic
def end_conflict(*, conflict: ConflictOfInterest, actor: User) -> ConflictOfInterest:
    """It held until yesterday; the row stays, since it explains why a pair was not matched then."""
    expert = transitions.lock_by_id(ExpertProfile, conflict.expert_id)
    check_coordinator(actor, expert.centre_id)
    conflict = ConflictOfInterest.objects.get(pk=conflict.pk)
    today = clock.today()
    if conflict.until is not None and conflict.until < today:
        return conflict
    conflict.until = today - timedelta(days=1)
    conflict.save(update_fields=["until"])
    statelog.record(
        expert, action="conflict_ended", actor=actor, data={"community": conflict.community_id, "kind": conflict.kind}
    )
    return conflict

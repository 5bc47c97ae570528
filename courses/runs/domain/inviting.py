"""Inviting somebody to a run by an address. Whoever it belongs to, the office learns nothing of them before they say yes."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.domain.enrolment import check_invites, invite_to_run
from courses.runs.domain.notices import MOST_TITLE
from courses.runs.models import CourseRun, RunInvitation
from courses.runs.queries.enrolment import live_enrolment
from lms.accounts.contacts import known_with_addresses
from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.invitations import signals
from lms.invitations.domain import invite_person
from lms.invitations.models import Invitation
from lms.notifications.domain import notify


def invite_address(*, run: CourseRun, name: str, email: str, actor: User) -> None:
    """The centre's own people are offered a seat at once. Everybody else gets the same mail, with an account or without."""
    check_invites(actor, run)
    own = known_with_addresses(run.centre_id, [email]).first()
    if own:
        invite_to_run(run=run, person=own, actor=actor)
        return
    with transaction.atomic():
        invitation = invite_person(centre=run.centre, name=name, email=email, about=str(run), actor=actor)
        RunInvitation.objects.get_or_create(run=run, invitation=invitation)


def connect() -> None:
    signals.accepted.connect(hold_seats, dispatch_uid="runs.hold_seats")


def hold_seats(sender: Any, *, invitation: Invitation, person: User, **kwargs: Any) -> None:
    for row in invitation.runs.select_related("run__version", "run__centre"):
        # Who learns in it already needs no seat; a run that closes at this moment has locked it and waits for the person.
        if not live_enrolment(row.run, person):
            _hold_seat(row.run, person, invitation.invited_by)


def _hold_seat(run: CourseRun, person: User, actor: User) -> None:
    try:
        with transaction.atomic():
            invite_to_run(run=run, person=person, actor=actor)
    except DomainError as refused:  # the run is over meanwhile, or asks for another course first
        notify(
            person=person,
            centre=run.centre_id,
            kind="enrolment",
            key=f"no-seat:{run.pk}:{person.pk}",
            title=_("No seat could be held for you: %(run)s") % {"run": str(run)[:MOST_TITLE]},
            text=str(refused),
            path=reverse("apply", args=[run.pk]),
        )

"""Giving somebody a staff role. Editors' groups follow from it by themselves."""

from django.db import transaction

from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.common.records import statelog


def give_role(*, person: User, centre: Centre, role: str, actor: User | None) -> Membership:
    """In one transaction with whatever makes it due. Who has the role already keeps it. Nobody (None) gives the first one, from
    the server's shell."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(
            pk=person.pk
        )  # two at once: the second finds the role of the first
        held = Membership.objects.filter(person=person, centre=centre, role=role, ended_on__isnull=True).first()
        if held:
            return held
        given = Membership.objects.create(person=person, centre=centre, role=role, since=clock.today())
        statelog.record(given, action="give_role", to_state="held", actor=actor, data={"role": role})
        return given

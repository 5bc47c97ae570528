"""Communities: who stands for them, how far they are, and what the public reads of them."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.runs.signals import facts_changed
from lms.accounts.contacts import check_said_yes, known_with_addresses
from lms.accounts.domain.guards import check_account_open, not_coordinator
from lms.accounts.models import Centre, Region, User
from lms.accounts.rules import is_self
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.records.seen import Seen, only_changed
from lms.notifications.domain import notify
from mentoring.coaching.enums import OPEN_ENGAGEMENT, OPEN_REQUEST, RequestState
from mentoring.communities.domain.guards import check_does_not_coach
from mentoring.communities.enums import CommunityRole, CommunityState
from mentoring.communities.models import Community, CommunityMembership, Stage
from mentoring.communities.rules import may_change_community, may_enter_communities, may_keep_up_community
from mentoring.corps.models import Field


@transaction.atomic
def create_community(
    *, centre: Centre, name: str, kind: str, field: Field, dong: Region, stage: Stage, members_count: int, actor: User
) -> Community:
    if not may_enter_communities(actor, centre):
        raise not_coordinator()
    if Community.objects.filter(centre=centre, name=name).exists():
        raise _name_taken()
    community = Community.objects.create(
        centre=centre,
        name=name,
        slug=_free_slug(name),
        kind=kind,
        field=field,
        dong=dong,
        stage=stage,
        members_count=members_count,
        joined_on=clock.today(),
    )
    statelog.record(community, action="create", to_state=community.state, actor=actor)
    return community


@transaction.atomic
def update_profile(
    *,
    community: Community,
    actor: User,
    story: str,
    meeting_place: str,
    members_count: int,
    seen: Seen | None = None,
) -> Community:
    """What the representative keeps up: the public introduction, the usual place, the size. `seen` is what the form showed."""
    community = _lock_to_keep_up(community, actor)
    sent = {"story": story, "meeting_place": meeting_place, "members_count": members_count}
    new = only_changed(community, sent, seen)
    changed = [name for name, value in new.items() if getattr(community, name) != value]
    if changed:
        for name in changed:
            setattr(community, name, new[name])
        community.save(update_fields=changed)
        statelog.record(community, action="profile", actor=actor, data={"changed": changed})
    return community


@transaction.atomic
def change_details(
    *,
    community: Community,
    actor: User,
    name: str,
    field: Field,
    dong: Region,
    meeting_place: str,
    seen: Seen | None = None,
) -> Community:
    """What it was registered with. Its address on the site stays, since it stands in links elsewhere."""
    community = _lock_to_change(community, actor)
    sent = {"name": name, "field": field, "dong": dong, "meeting_place": meeting_place}
    new = only_changed(community, sent, seen)
    _check_details(community, new)
    changed = [key for key, value in new.items() if getattr(community, key) != value]
    if changed:
        says = ", ".join(f"{getattr(community, key)} → {new[key]}" for key in changed if key != "meeting_place")
        for key in changed:
            setattr(community, key, new[key])
        community.save(update_fields=changed)
        statelog.record(community, action="details", actor=actor, data={"changed": changed, "says": says})
    return community


def _check_details(community: Community, new: dict[str, Any]) -> None:
    field = new.get("field")
    if field is not None and field.centre_id != community.centre_id:
        raise DomainError(_("Please choose a field of this centre."), code="other_centre")
    others = Community.objects.filter(centre=community.centre_id, name=new.get("name", "")).exclude(pk=community.pk)
    if others.exists():
        raise _name_taken()


def _name_taken() -> DomainError:
    message = _("There is a community of this name already.")
    return DomainError(message, code="name_taken", fields={"name": message})


@transaction.atomic
def set_stage(
    *, community: Community, stage: Stage, actor: User, reason: str = "", seen: Seen | None = None
) -> Community:
    """`seen` is what the form showed."""
    community = _lock_to_change(community, actor)
    if stage.centre_id != community.centre_id:
        raise DomainError(_("Please choose a stage of this centre."), code="other_centre")
    if only_changed(community, {"stage": stage}, seen) and stage.pk != community.stage_id:
        says = f"{community.stage} → {stage}"
        community.stage = stage
        community.save(update_fields=["stage"])
        statelog.record(community, action="stage", actor=actor, reason=reason, data={"says": says})
    return community


@transaction.atomic
def set_state(*, community: Community, state: str, actor: User, reason: str) -> Community:
    """Active, resting or closed."""
    community = _lock_to_change(community, actor)
    if state == community.state:
        return community
    reason = check_reason(reason)
    if state == CommunityState.CLOSED:
        _check_nothing_open(community)
    says = str(CommunityState(state).label)
    transitions.move(community, "state", to=state, actor=actor, reason=reason, data={"says": says})
    members = community.memberships.current().values_list("person_id", flat=True)
    facts_changed.send(CommunityMembership, people=list(members), actor=actor)
    return community


def _check_nothing_open(community: Community) -> None:
    """Under the community's lock, which every request and coaching takes. A draft may stay: it can't be sent from a closed
    community."""
    if community.engagements.filter(state__in=OPEN_ENGAGEMENT).exists():
        raise DomainError(_("Coaching is still under way. Please end it first."), code="open_engagements")
    waiting = community.requests.filter(state__in=OPEN_REQUEST - {RequestState.DRAFT})
    if waiting:
        named = ", ".join(f"{row.get_support_kind_display()} ({row.get_state_display()})" for row in waiting)
        message = _(
            "Coaching requests are still open: {requests}. Please take back what is offered and answer them first."
        )
        raise DomainError(message.format(requests=named), code="open_requests")


@transaction.atomic
def change_representative(*, community: Community, person: User, actor: User) -> CommunityMembership:
    """Ends the old term and begins a new one on the same day: visits are confirmed by who stands for it then."""
    # Two changes at once would leave two representatives: the community's row makes them queue.
    community = _lock_to_change(community, actor)
    today = clock.today()
    if is_self(actor, person.pk):
        message = _("Nobody enters themselves as a representative. Please ask another coordinator.")
        raise NotAllowed(message, code="own_matter")
    check_account_open(person)
    current = list(community.memberships.current().filter(role=CommunityRole.REPRESENTATIVE).select_related("person"))
    if [row.person_id for row in current] == [person.pk]:
        return current[0]
    for row in current:
        if row.person_id != person.pk:
            _end(row)
    check_said_yes(person, community.centre_id)
    check_does_not_coach(person, community)
    membership = next((row for row in current if row.person_id == person.pk), None)
    membership = membership or CommunityMembership.objects.create(
        community=community, person=person, role=CommunityRole.REPRESENTATIVE, since=today
    )
    statelog.record(
        community,
        action="representative",
        actor=actor,
        data={"from": [row.person_id for row in current], "to": person.pk, "membership": membership.pk},
    )
    notify(
        person=person,
        centre=community.centre_id,
        kind="community",
        key=f"representative-{membership.pk}",
        title=_("You now represent {community}.").format(community=community),
        path=reverse("community_home"),
    )
    people = {person.pk, *(row.person_id for row in current)}
    facts_changed.send(CommunityMembership, people=sorted(people), actor=actor)
    return membership


@transaction.atomic
def add_member(*, community: Community, person: User, role: str, actor: User) -> CommunityMembership:
    """A treasurer or a member. Who represents it is changed by the centre alone."""
    if role == CommunityRole.REPRESENTATIVE:
        return change_representative(community=community, person=person, actor=actor)
    community = _lock_to_keep_up(community, actor)
    check_account_open(person)
    existing = community.memberships.current().filter(person=person, role=role).first()
    if existing is not None:
        return existing
    check_said_yes(person, community.centre_id)
    check_does_not_coach(person, community)
    membership = CommunityMembership.objects.create(community=community, person=person, role=role, since=clock.today())
    statelog.record(community, action="member", actor=actor, data={"to": person.pk, "role": role})
    facts_changed.send(CommunityMembership, people=[person.pk], actor=actor)
    return membership


@transaction.atomic
def end_membership(*, membership: CommunityMembership, actor: User) -> CommunityMembership:
    community = _lock_to_keep_up(membership.community, actor)
    membership = CommunityMembership.objects.get(pk=membership.pk)  # under the community's lock
    if membership.ended_on is not None:
        return membership
    if membership.role == CommunityRole.REPRESENTATIVE:
        raise DomainError(
            _("A community always has a representative. Please ask the centre to change it."), code="representative"
        )
    _end(membership)
    statelog.record(
        community, action="member_left", actor=actor, data={"from": membership.person_id, "role": membership.role}
    )
    facts_changed.send(CommunityMembership, people=[membership.person_id], actor=actor)
    return membership


def find_person(*, centre: Centre, email: str, name: str) -> User:
    """Of the centre's own people alone, and both must fit: the form tells nobody whether an address has an account."""
    person = known_with_addresses(centre, [email]).first()
    if person is None or "".join(person.name.split()) != "".join(name.split()):
        message = _("We know nobody of this name and e-mail at this centre yet. The centre can invite the person.")
        raise DomainError(message, code="nobody", fields={"email": message})
    return person


def _end(membership: CommunityMembership) -> None:
    membership.ended_on = clock.today()
    membership.save(update_fields=["ended_on"])


def _lock_to_change(community: Community, actor: User) -> Community:
    community = transitions.lock(community)
    if not may_change_community(actor, community):
        raise not_coordinator()
    return community


def _lock_to_keep_up(community: Community, actor: User) -> Community:
    community = transitions.lock(community)
    if not may_keep_up_community(actor, community):
        raise not_coordinator()
    return community


def _free_slug(name: str) -> str:
    base = slugify(name, allow_unicode=True)[:70] or "community"
    slug, number = base, 2
    while Community.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug

"""A second factor that was lost. Two others of the centre's staff, at least one of them a manager, confirm that it is
the person; then it is taken away, and the person sets a new one up when they sign in next.

Each step locks the person, then the reset.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_staff
from lms.accounts.models import Centre, User
from lms.accounts.rules import is_self, may_see_everything
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.one_by_one import one_by_one
from lms.common.records import statelog, transitions
from lms.signin.domain.second_factor import remove_second_factor
from lms.signin.second_factor import kinds_of
from lms.staff.domain.notices import tell_of_removal, tell_of_reset
from lms.staff.enums import ResetState
from lms.staff.models import SecondFactorReset
from lms.staff.queries.second_factor import are_enough, centre_of, open_reset
from lms.staff.rules import is_enough_together, may_reset_second_factor

VALID_FOR = timedelta(days=1)


def ask_for_reset(*, person: User) -> SecondFactorReset:
    """By the person themselves, who has shown a password and nothing more: it tells others and opens nothing. Asked
    twice it is one."""
    with transaction.atomic():
        centre = _checked_centre(person)
        reset = _current(person)
        return reset or _open(person, centre, ResetState.ASKED, actor=person)


def start_reset(*, person: User, centre: Centre, actor: User) -> SecondFactorReset:
    """The first of the two, with or without the person having asked. Pressed twice, or by another, it is one."""
    _check_confirms(actor, person, centre)
    with transaction.atomic():
        _checked_centre(person, centre)
        reset = _current(person)
        if reset is None:
            return _open(person, centre, ResetState.STARTED, actor=actor)
        _check_confirms(actor, person, reset.centre)
        if reset.state == ResetState.ASKED:
            started = {"started_by": actor, "started_at": clock.now()}
            tell_of_reset(reset, transitions.move(reset, "start", actor=actor, changes=started))
        return reset


def confirm_reset(*, reset: SecondFactorReset, actor: User) -> SecondFactorReset:
    """The second of the two: the second factor and its spare codes go, and all sessions with them."""
    _check_confirms(actor, reset.person, reset.centre)
    with transaction.atomic():
        reset = _locked(reset)
        if reset.state == ResetState.DONE:
            return reset
        transitions.check(reset, "confirm")
        if reset.is_over or reset.started_by is None:
            raise _over()
        _check_two(User.objects.get(pk=reset.started_by.pk), User.objects.get(pk=actor.pk), reset)
        confirmed = {"confirmed_by": actor, "confirmed_at": clock.now()}
        change = transitions.move(reset, "confirm", actor=actor, changes=confirmed)
        remove_second_factor(person=reset.person, actor=actor)
        tell_of_reset(reset, change)
        return reset


def call_off_reset(*, reset: SecondFactorReset, actor: User) -> SecondFactorReset:
    """By the person, whose phone was found, or by anybody who might confirm."""
    if not is_self(actor, reset.person_id):
        _check_confirms(actor, reset.person, reset.centre)
    with transaction.atomic():
        reset = _locked(reset)
        if reset.state == ResetState.CALLED_OFF:
            return reset
        tell_of_reset(reset, transitions.move(reset, "call_off", actor=actor))
        return reset


def remove_on_server(*, person: User) -> bool:
    """By whoever runs the server, where no two others can confirm it. The person and their managers are told."""
    with transaction.atomic():
        change = remove_second_factor(person=person, actor=None)
        if change:
            tell_of_removal(person, change)
        return change is not None


def expire_due() -> int:
    """Those that nobody confirmed within a day; returns how many."""
    over = SecondFactorReset.objects.open().filter(expires_at__lte=clock.now()).order_by("pk")
    return one_by_one(_expire, list(over.select_related("person")))


def _expire(reset: SecondFactorReset) -> bool:
    with transaction.atomic():
        reset = _locked(reset)
        tell_of_reset(reset, transitions.move(reset, "expire", actor=None))
        return True


def _open(person: User, centre: Centre, state: ResetState, *, actor: User) -> SecondFactorReset:
    now = clock.now()
    is_started = state == ResetState.STARTED
    reset = SecondFactorReset.objects.create(
        person=person,
        centre=centre,
        state=state,
        opened_at=now,
        expires_at=now + VALID_FOR,
        started_by=actor if is_started else None,
        started_at=now if is_started else None,
    )
    change = statelog.record(reset, action="start" if is_started else "ask", to_state=state, actor=actor)
    tell_of_reset(reset, change)
    return reset


def _current(person: User) -> SecondFactorReset | None:
    """Under the person's lock. One whose day is over makes room for a new one."""
    found = open_reset(person)
    reset = transitions.lock(found) if found else None
    if reset and reset.is_over:
        tell_of_reset(reset, transitions.move(reset, "expire", actor=None))
        return None
    return reset


def _locked(reset: SecondFactorReset) -> SecondFactorReset:
    _lock_person(reset.person)
    return transitions.lock(reset)


def _lock_person(person: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


# ── guards


def _check_confirms(actor: User, person: User, centre: Centre) -> None:
    if not may_reset_second_factor(actor, person, centre):
        raise not_staff()


def _check_two(first: User, second: User, reset: SecondFactorReset) -> None:
    """By what both are now: whoever began may have lost the role meanwhile."""
    if first.pk == second.pk:
        message = _("You confirmed this as the first person. A second person has to confirm it, too.")
        raise DomainError(message, code="two_people")
    _check_confirms(first, reset.person, reset.centre)
    if not is_enough_together(first, second, reset.centre):
        raise DomainError(_("One of the two has to be a centre manager."), code="needs_manager")


def _checked_centre(person: User, centre: Centre | None = None) -> Centre:
    """The one at which the person is staff now; with the person's row locked."""
    _lock_person(person)
    found = centre_of(person, centre)
    if found is None:
        raise DomainError(_("This person has no staff role here."), code="no_role")
    if may_see_everything(person):
        message = _("This person runs the site. The second check is taken away on the server only.")
        raise DomainError(message, code="superuser")
    if not kinds_of(person):
        message = _("This person has no second check. They set one up when they sign in next.")
        raise DomainError(message, code="no_factor")
    if not are_enough(person, found):
        message = _("Two others of the staff are needed, one of them a manager. Please call whoever runs the site.")
        raise DomainError(message, code="too_few")
    return found


def _over() -> DomainError:
    return DomainError(_("A day has gone by without a second person. Please begin again."), code="over")

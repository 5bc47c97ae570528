"""Who edits the words of consents: a centre's manager its own, the superuser those that the site as a whole asks."""

from lms.accounts.models import Centre
from lms.accounts.rules import Person, may_manage, may_see_everything
from lms.privacy.enums import OF_CENTRE, Purpose


def may_word(user: Person, centre: Centre | None) -> bool:
    return may_manage(user, centre) if centre else may_see_everything(user)


def visible_purposes(user: Person) -> list[Purpose]:
    """What the office lists: those of the centre, and to the superuser those of the site."""
    return [purpose for purpose in Purpose if purpose in OF_CENTRE or may_see_everything(user)]

"""Staff roles and the right to everything, which somebody else ends. `lms.accounts`, which holds them, stands below."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.accounts.models import Membership, User
from lms.privacy.registries import Duty, Erasure


def _duties(person: User) -> Iterator[Duty]:
    held = Membership.objects.open().filter(person=person).select_related("centre")
    for row in held:
        yield Duty(
            _("You are %(role)s of %(centre)s. Please have this role ended first.")
            % {"role": row.get_role_display(), "centre": row.centre}
        )
    if person.is_superuser:
        yield Duty(_("You administer the site. Please hand this over first."))


STAFF = Erasure(duties=_duties)

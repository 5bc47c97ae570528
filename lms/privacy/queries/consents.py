"""What people agreed to, as it holds now."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lms.accounts.models import User
from lms.common import clock
from lms.privacy.enums import OPTIONAL, Purpose
from lms.privacy.models import Consent, ConsentText
from lms.privacy.queries.wordings import in_force
from lms.privacy.registries import CONCERNED


def holds(purpose: Purpose, person: str = "pk") -> Coalesce:
    """Whether the person of each row (`person` is the way to them) agrees now: an annotation, one query for all rows."""
    last = Consent.objects.latest_of(OuterRef(person), purpose)
    return Coalesce(Subquery(last.values("given")), False)


def agreeing(purpose: Purpose) -> QuerySet[User]:
    return User.objects.filter(is_active=True).alias(agrees=holds(purpose)).filter(agrees=True)


@dataclass(frozen=True)
class Standing:
    """One purpose on the person's own page."""

    purpose: Purpose
    text: ConsentText  # what was answered, else what would be
    last: Consent | None

    @property
    def is_optional(self) -> bool:
        return self.purpose in OPTIONAL

    @property
    def given(self) -> bool:
        return self.last is not None and self.last.given


def everybody(person: User) -> bool:
    return True


def standing(person: User) -> list[Standing]:
    """Every purpose that the person was asked about, and those that concern them; of each centre by itself."""
    rows = Consent.objects.filter(person=person).select_related("text__centre")
    last = {(row.text.purpose, row.text.centre_id): row for row in rows}
    concerned = [Purpose(key) for key, concerns in CONCERNED.items() if (key, None) not in last and concerns(person)]
    asked = [Standing(Purpose(row.text.purpose), row.text, row) for row in last.values()]
    asked += [Standing(purpose, text, None) for purpose, text in in_force(concerned).items()]
    return sorted(asked, key=lambda one: list(Purpose).index(one.purpose))


def asked_again(person: User) -> dict[Purpose, ConsentText]:
    """The site's words that changed in earnest since the person agreed to the former ones, as they are now. Of a centre's
    words everybody is asked anew with each application."""
    rows = Consent.objects.filter(person=person, text__centre=None).select_related("text")
    last = {Purpose(row.text.purpose): row for row in rows}
    agreed = {purpose: row.text.version for purpose, row in last.items() if row.given}
    if not agreed:
        return {}
    changed = ConsentText.objects.filter(centre=None, material=True, valid_from__lte=clock.today(), purpose__in=agreed)
    again = {text.purpose for text in changed if text.version > agreed[Purpose(text.purpose)]}
    return in_force(purpose for purpose in Purpose if purpose in again) if again else {}

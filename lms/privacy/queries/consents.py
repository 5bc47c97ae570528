"""What people agreed to, as it holds now."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lms.accounts.models import User
from lms.privacy.consent_texts import CURRENT, Wording
from lms.privacy.enums import OPTIONAL, Purpose
from lms.privacy.models import Consent
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
    wording: Wording
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
    """Every purpose that the person was asked about, and those that concern them."""
    last = {Purpose(row.text.purpose): row for row in Consent.objects.filter(person=person).select_related("text")}
    return [
        Standing(purpose, wording, last.get(purpose))
        for purpose, wording in CURRENT.items()
        if purpose in last or (purpose in CONCERNED and CONCERNED[purpose](person))
    ]

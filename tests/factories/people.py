"""People, places and centres. Each call makes one row; what a test cares about it says itself."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from lms.accounts.enums import RegionLevel, Role
from lms.accounts.models import Centre, Membership, Region, User, Zone, ZoneDong
from lms.common import clock
from lms.invitations.models import Invitation
from lms.privacy.consent_texts import TEMPLATES
from lms.privacy.enums import OF_CENTRE, ConsentSource, Purpose
from lms.privacy.models import Consent, ConsentText, PrivacyNotice
from lms.privacy.queries.terms import proposed, terms_of

_numbers: Iterator[int] = count(1)


def number() -> int:
    return next(_numbers)


def region(level: str = RegionLevel.DONG, *, parent: Region | None = None, **fields: Any) -> Region:
    n = number()
    return Region.objects.create(**{"code": f"R{n}", "name": f"지역{n}", "level": level, "parent": parent} | fields)


def district(**fields: Any) -> Region:
    return region(RegionLevel.SIGUNGU, parent=region(RegionLevel.SIDO), **fields)


def zone(sigungu: Region, *dongs: Region) -> Zone:
    n = number()
    made = Zone.objects.create(sigungu=sigungu, name=f"{n}권역")
    for dong in dongs:
        ZoneDong.objects.create(zone=made, dong=dong)
    return made


def centre(**fields: Any) -> Centre:
    n = number()
    defaults = {
        "name": f"마을지원센터{n}",
        "slug": f"centre-{n}",
        "contact_name": "예시담당자",
        "phone": "0620000000",
        "hours": "평일 9시~18시",
    }
    made = Centre.objects.create(**defaults | {"region": fields.pop("region", None) or district()} | fields)
    for purpose in OF_CENTRE:
        words(purpose, made)
    notice(made)
    return made


def notice(centre: Centre | None = None, **fields: Any) -> PrivacyNotice:
    """The officer, and the terms of the settings; in force long ago."""
    defaults = {
        "version": 1,
        "officer_name": "예시책임자",
        "officer_position": "센터장",
        "officer_phone": "0620000000",
        "officer_email": "privacy@example.org",
        "months": {term.value: proposed(term) for term in terms_of(centre)},
        "valid_from": date(2000, 1, 1),
    }
    return PrivacyNotice.objects.create(centre=centre, **defaults | fields)


def words(purpose: Purpose, centre: Centre | None = None, **fields: Any) -> ConsentText:
    """In force long ago, in the product's own words."""
    text = f"{TEMPLATES[purpose].ask}\n{TEMPLATES[purpose].text}"
    defaults = {"version": 1, "text": text, "valid_from": date(2000, 1, 1)}
    return ConsentText.objects.create(purpose=purpose, centre=centre, **defaults | fields)


def words_of_site() -> None:
    for purpose in Purpose:
        if purpose not in OF_CENTRE:
            words(purpose)
    notice()


def user(**fields: Any) -> User:
    """Signs in with `client.force_login`; there is no password to type."""
    n = number()
    return User.objects.create_user(**{"email": f"person{n}@example.org", "name": f"예시주민{n}"} | fields)


def staff(centre: Centre, role: Role = Role.COORDINATOR, **fields: Any) -> User:
    person = user(**fields)
    Membership.objects.create(centre=centre, person=person, role=role, since=date(2024, 1, 1))
    return person


def staff_role(
    centre: Centre, role: Role = Role.COORDINATOR, *, person: User | None = None, **fields: Any
) -> Membership:
    defaults = {"centre": centre, "person": person or user(), "role": role, "since": date(2024, 1, 1)}
    return Membership.objects.create(**defaults | fields)


def consent(person: User, purpose: Purpose, *, given: bool = True) -> Consent:
    text = ConsentText.objects.get(purpose=purpose, centre=None)
    return Consent.objects.create(
        person=person, text=text, given=given, at=clock.now(), source=ConsentSource.PRIVACY_PAGE
    )


def known(centre: Centre, **fields: Any) -> User:
    """Who said yes to the centre, and is nothing there besides."""
    return says_yes(user(**fields), centre)


def says_yes(person: User, centre: Centre) -> User:
    now = clock.now()
    accepted = {"accepted_by": person, "accepted_at": now, "created_at": now, "expires_at": now}
    Invitation.objects.create(centre=centre, invited_by=person, **accepted)
    return person

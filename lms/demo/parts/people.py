"""One sign-in for each role, and the people of the sample data."""

from datetime import date

from django.contrib.auth.hashers import make_password

from lms.accounts.contacts import people_of
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, Region, User
from lms.common import clock
from lms.common.looks import email_of
from lms.demo.passwords import demo_password
from lms.invitations import domain
from lms.privacy.consent_texts import TEMPLATES
from lms.privacy.domain import wordings
from lms.privacy.domain.terms import Notice, publish_terms
from lms.privacy.enums import OF_CENTRE, Purpose
from lms.privacy.queries.terms import proposed, terms_of

SINCE = date(2026, 1, 2)
SIGN_INS = {
    "trainee": "예시수강생",
    "mentor": "예시전문가05",
    "representative": "예시대표03",
    "council": "예시위원02",
    "coordinator": "예시담당자",
    "manager": "예시센터장",
    "auditor": "예시감사",
    "editor": "예시편집자",
    "reviewer": "예시검토자",
    "admin": "예시관리자",
}
STAFF = {
    "coordinator": Role.COORDINATOR,
    "manager": Role.MANAGER,
    "auditor": Role.AUDITOR,
    "editor": Role.EDITOR,
    "reviewer": Role.REVIEWER,
}


def person(key: str, name: str, *, dong: str = "") -> User:
    """A sample person, made once. People without a demo sign-in have no usable password."""
    found = User.objects.filter(email=email_of(key)).first()
    if found:
        return found
    return User.objects.create_user(
        email=email_of(key),
        name=name,
        phone="01000000000",
        address="광주광역시 서구 예시로 00",
        dong=Region.objects.filter(code=dong).first(),
    )


def welcomed(who: User, centre: Centre, actor: User) -> User:
    """Who is in something at a centre has said yes to it before: here by an invitation."""
    if not people_of(centre).filter(pk=who.pk).exists():
        invited = domain.invite_person(centre=centre, name=who.name, email=who.email, actor=actor)
        domain.accept_as(invitation=invited, person=who, proved=True)
    return who


def sign_in(role: str) -> User:
    return User.objects.get(email=email_of(role))


def build() -> None:
    for key, name in SIGN_INS.items():
        person(key, name, dong="2914075100")
    sign_ins = User.objects.filter(email__in=map(email_of, SIGN_INS))
    # Hashing is slow on purpose; all of them have the same password, so once is enough.
    sign_ins.update(password=make_password(demo_password()))
    sign_ins.filter(email=email_of("admin")).update(is_staff=True, is_superuser=True)
    seogu = Centre.objects.get(slug="seogu")
    for key, role in STAFF.items():
        Membership.objects.create(centre=seogu, person=sign_in(key), role=role, since=SINCE)
    other = Centre.objects.get(slug="seodaemun")
    for key, name, role in (
        ("coordinator2", "예시담당자둘", Role.COORDINATOR),
        ("manager2", "예시센터장둘", Role.MANAGER),
    ):
        Membership.objects.create(centre=other, person=person(key, name, dong="1141071000"), role=role, since=SINCE)
    publish_words()
    domain.invite_person(centre=seogu, name="예시새주민", email=email_of("invited"), actor=sign_in("coordinator"))


def publish_words() -> None:
    """The product's own words and terms, as a site and its centres might put them into force."""
    with clock.at(clock.seoul(SINCE.year, SINCE.month, SINCE.day, 9)):
        site: dict[Centre | None, User] = {None: sign_in("admin")}
        managers: dict[Centre | None, User] = {
            row.centre: row.person for row in Membership.objects.filter(role=Role.MANAGER)
        }
        for purpose in Purpose:
            for centre, actor in (managers if purpose in OF_CENTRE else site).items():
                wordings.publish_words(
                    purpose=purpose,
                    centre=centre,
                    text=f"{TEMPLATES[purpose].ask}\n{TEMPLATES[purpose].text}",
                    after=0,
                    valid_from=SINCE,
                    material=True,
                    actor=actor,
                )
        for centre, actor in (managers | site).items():
            publish_terms(centre=centre, notice=_notice(centre, actor), actor=actor)


def _notice(centre: Centre | None, officer: User) -> Notice:
    return Notice(
        officer_name=officer.name,
        officer_position="센터장" if centre else "누리집 관리자",
        officer_phone=centre.phone if centre else "0620000000",
        officer_email=officer.email,
        months={term: proposed(term) for term in terms_of(centre)},
        valid_from=SINCE,
    )

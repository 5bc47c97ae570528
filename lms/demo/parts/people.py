"""One sign-in for each role, and the people of the sample data."""

from datetime import date

from django.contrib.auth.hashers import make_password

from lms.accounts.contacts import people_of
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, Region, User
from lms.common.looks import email_of
from lms.demo.passwords import demo_password
from lms.invitations import domain

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
    domain.invite_person(centre=seogu, name="예시새주민", email=email_of("invited"), actor=sign_in("coordinator"))

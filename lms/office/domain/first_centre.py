"""How a centre begins, from the server's shell: where nobody is there yet, nobody can be asked who may."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from cms.domain.first_site import make_pages
from cms.models import Topic
from lms.accounts.domain.roles import give_role
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, Region, User
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.signin.first_password import mail_first_password
from mentoring.communities.models import Stage
from mentoring.corps.models import Field

# What one district began with (DOMAIN: four fields of its grants, three stages). Offered, and changed by each centre.
FIELDS = {"care-edu": "돌봄·교육", "share-care": "나눔·돌봄", "climate": "기후환경", "culture": "문화·예술"}
STAGES = ("배움", "채움", "이룸")
TOPICS = (
    "마을공동체 이해",
    "사업계획서 작성",
    "회의 진행·퍼실리테이션",
    "주민조직화",
    "갈등관리",
    "층간소음 주민자율조정",
    "보조금 회계·정산",
    "마을자원조사",
    "마을의제·마을계획",
    "기록·아카이빙",
    "홍보·사진",
    "네트워크·연합사업",
    "돌봄 서비스 설계",
    "기후행동·자원순환",
    "문화예술 기획",
    "공간 운영",
)


@dataclass(frozen=True)
class Wanted:
    """What is asked about a centre and its first manager. Of whatever is there already, the rest is not used."""

    district: Region
    name: str
    slug: str
    contact_name: str
    phone: str
    hours: str
    address: str
    email: str
    manager: str


@dataclass(frozen=True)
class Done:
    """`is_new` tells what was made from what was there."""

    said: str
    is_new: bool


def begin_centre(wanted: Wanted, *, password: str | None, suggested: Collection[str] = ()) -> list[Done]:
    """All of it or nothing; what is there already stays as it is. Without a password a link to choose one is mailed.

    The first superuser of the installation comes with it, and only where there is none. `suggested` names lists of
    SUGGESTED to begin with. Raises DomainError (`centre_elsewhere`, `slug_taken`, `closed_account`, `not_mailed`).
    """
    with transaction.atomic():
        centre, new_centre = _centre(wanted)
        done = [Done(_("Centre: %(name)s, %(place)s") % {"name": centre.name, "place": centre.region.name}, new_centre)]
        pages = make_pages(centre)
        done.append(Done(_("Front page and page of the centre"), pages))
        done += _manager(centre, wanted, password)
        for one in (SUGGESTED[name] for name in SUGGESTED if name in suggested):
            is_new = one.make(centre)
            done.append(Done(str(one) if is_new else str(one.label), is_new))
        return done


def _centre(wanted: Wanted) -> tuple[Centre, bool]:
    there = Centre.objects.select_related("region").filter(name=wanted.name).first()
    if there and there.region_id != wanted.district.pk:
        message = _("There is a centre of this name in %(place)s already. Please give this one another name.")
        raise DomainError(message % {"place": there.region.name}, code="centre_elsewhere")
    if there:
        return there, False
    if Centre.objects.filter(slug=wanted.slug).exists():
        message = _("Another centre has “%(slug)s” as its short name in addresses. Please choose another one.")
        raise DomainError(message % {"slug": wanted.slug}, code="slug_taken")
    made = Centre.objects.create(
        region=wanted.district,
        name=wanted.name,
        slug=wanted.slug,
        address=wanted.address,
        contact_name=wanted.contact_name,
        phone=wanted.phone,
        hours=wanted.hours,
    )
    statelog.record(made, action="set_up", actor=None)
    return made, True


def _manager(centre: Centre, wanted: Wanted, password: str | None) -> Iterator[Done]:
    person = User.objects.filter(email__iexact=wanted.email).first()
    if person and not person.is_active:
        raise DomainError(_("This account is closed. Please give the address of somebody else."), code="closed_account")
    is_new = person is None
    if person is None:
        first = not User.objects.filter(is_superuser=True, is_active=True).exists()
        rights = {"is_staff": True, "is_superuser": True} if first else {}
        person = User.objects.create_user(wanted.email, password, name=wanted.manager, **rights)
    what = _("Superuser account") if person.is_superuser else _("Sign-in account")
    yield Done(f"{what}: {person.email}", is_new)
    held = Membership.objects.held().filter(centre=centre, person=person, role=Role.MANAGER).exists()
    give_role(person=person, centre=centre, role=Role.MANAGER, actor=None)
    yield Done(f"{Role.MANAGER.label}: {person.name}", not held)
    if not person.has_usable_password():
        _mail_link(person)
        yield Done(_("Link to choose a password, by e-mail to %(email)s") % {"email": person.email}, True)


def _mail_link(person: User) -> None:
    try:
        mail_first_password(person)
    except OSError as error:
        message = _("The link could not be sent: %(error)s. Please check the settings of the mail server.")
        raise DomainError(message % {"error": error}, code="not_mailed") from error


# ── what one may begin with: only where there is nothing yet, since who has some has chosen


def _fields(centre: Centre) -> bool:
    if is_new := not Field.objects.filter(centre=centre).exists():
        rows = enumerate(FIELDS.items(), start=1)
        Field.objects.bulk_create(Field(centre=centre, code=code, name=name, order=n) for n, (code, name) in rows)
    return is_new


def _stages(centre: Centre) -> bool:
    if is_new := not Stage.objects.filter(centre=centre).exists():
        Stage.objects.bulk_create(Stage(centre=centre, name=name, order=n) for n, name in enumerate(STAGES, start=1))
    return is_new


def _topics(_centre: Centre) -> bool:
    """One vocabulary for all centres."""
    if is_new := not Topic.objects.exists():
        Topic.objects.bulk_create(Topic(name=name, slug=f"topic-{n:02d}") for n, name in enumerate(TOPICS, start=1))
    return is_new


@dataclass(frozen=True)
class Suggestion:
    """`make` tells whether it made them."""

    label: str | Promise
    names: Collection[str]
    make: Callable[[Centre], bool]

    def __str__(self) -> str:
        return f"{self.label}: {', '.join(self.names)}"


SUGGESTED = {
    "fields": Suggestion(pgettext_lazy("site", "Fields"), FIELDS.values(), _fields),
    "stages": Suggestion(_lazy("Stages"), STAGES, _stages),
    "topics": Suggestion(_lazy("Topics"), TOPICS, _topics),
}

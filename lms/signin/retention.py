from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef

from lms.accounts.models import Membership, User
from lms.common.one_by_one import one_by_one
from lms.privacy.domain.erasure import erase_unproved
from lms.privacy.enums import Term
from lms.privacy.registries import Retention, deleting


def _lasting(moment: datetime) -> models.QuerySet[Session]:
    return Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=moment)


def _unproved(before: datetime) -> models.QuerySet[User]:
    """Joined by themselves, and never came in. Who has a staff role was made by somebody who knows them."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    rows = User.objects.filter(Exists(addresses), ~Exists(addresses.filter(verified=True)), date_joined__lt=before)
    staff = Membership.objects.filter(person=OuterRef("pk"))
    return rows.filter(~Exists(staff), last_login=None, erased_at=None, is_superuser=False)


def _erase_unproved(rows: models.QuerySet[User], before: datetime) -> None:
    one_by_one(lambda person: bool(erase_unproved(person)), list(rows.order_by("pk")))


UNPROVED = Retention(Term.UNPROVED, _unproved, _erase_unproved)
SESSIONS = deleting(None, lambda before: Session.objects.filter(expire_date__lt=before))
# allauth takes them away when their owner signs in again, which some never do.
DEVICES = deleting(None, lambda before: UserSession.objects.filter(~Exists(_lasting(before))))

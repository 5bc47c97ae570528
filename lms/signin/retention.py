from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef

from lms.privacy.registries import deleting


def _lasting(moment: datetime) -> models.QuerySet[Session]:
    return Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=moment)


SESSIONS = deleting(None, lambda before: Session.objects.filter(expire_date__lt=before))
# allauth takes them away when their owner signs in again, which some never do.
DEVICES = deleting(None, lambda before: UserSession.objects.filter(~Exists(_lasting(before))))

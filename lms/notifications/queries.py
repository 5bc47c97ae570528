from django.db.models import QuerySet

from lms.accounts.models import User
from lms.notifications.models import Notice


def notices_of(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person)


def unread_count(person: User) -> int:
    return Notice.objects.filter(person=person, read_at__isnull=True).count()

from django.db.models import QuerySet
from django.http import HttpRequest

from lms.accounts.models import User
from lms.notifications.models import Notice


def notices_of(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person)


def unread(request: HttpRequest) -> int:
    """How many notices wait, for the tab that leads to them."""
    if not isinstance(request.user, User):
        return 0
    return notices_of(request.user).filter(read_at__isnull=True).count()

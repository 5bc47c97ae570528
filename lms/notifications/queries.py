from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest

from lms.accounts.contacts import people_of
from lms.accounts.models import Centre, User
from lms.notifications.models import MOST_ATTEMPTS, Notice


def notices_of(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person)


def unread(request: HttpRequest) -> int:
    """How many notices wait, for the tab that leads to them."""
    if not isinstance(request.user, User):
        return 0
    return notices_of(request.user).filter(read_at__isnull=True).count()


def undelivered(centre: Centre) -> QuerySet[Notice]:
    """Mails about matters of the centre that were given up, the latest first. A closed account waits for none."""
    given_up = Notice.objects.filter(centre=centre, sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)
    return given_up.filter(person__is_active=True).select_related("person").order_by("-tried_at", "-pk")


def with_open_contacts(notices: Iterable[Notice], centre: Centre) -> set[int]:
    """Ids of those of their people whose contacts the centre may see."""
    return set(people_of(centre).filter(pk__in=[row.person_id for row in notices]).values_list("pk", flat=True))

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from lms.accounts.contacts import people_of
from lms.accounts.models import Centre, User
from lms.common.counting import number_of
from lms.common.ui.reader import answer
from lms.notifications.models import MOST_ATTEMPTS, MOST_PATH, Notice

HERE = "_notices_here"  # on the request


def notices_of(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person)


def unread(request: HttpRequest) -> int:
    """How many notices wait, for the tab that leads to them. Those that lead to the page itself are about to be read."""
    if not isinstance(request.user, User):
        return 0
    new, here = answer(request.user, "notices"), answer(request.user, "notices_here")
    if new is None:
        rows = notices_of(request.user).filter(read_at__isnull=True)
        found = rows.aggregate(all=Count("pk"), here=Count("pk", filter=leads_to(request.get_full_path())))
        new, here = found["all"], found["here"]
    setattr(request, HERE, here)
    return int(new - here)


def number_unread(request: HttpRequest) -> Coalesce:
    return number_of(Notice.objects.filter(person=OuterRef("pk"), read_at__isnull=True))


def number_unread_here(request: HttpRequest) -> Coalesce:
    rows = Notice.objects.filter(person=OuterRef("pk"), read_at__isnull=True)
    return number_of(rows.filter(leads_to(request.get_full_path())))


def leads_here(request: HttpRequest) -> bool:
    """Known once the tabs of the page were counted."""
    return bool(getattr(request, HERE, 0))


def leads_to(page: str) -> Q:
    page = page[
        : MOST_PATH + 1
    ]  # one letter more than any notice has: it leads nowhere, and no database compares 100 kB
    return Q(path=page) | Q(path__startswith=f"{page}#")


def undelivered(centre: Centre) -> QuerySet[Notice]:
    """Mails about matters of the centre that were given up. A closed account waits for none."""
    given_up = Notice.objects.filter(centre=centre, sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)
    return given_up.filter(person__is_active=True)


def with_end_of_tries(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """`given_up_at`, since when the office has to call."""
    return rows.annotate(given_up_at=Coalesce("tried_at", "created_at"))


def with_open_contacts(notices: Iterable[Notice], centre: Centre) -> set[int]:
    """Ids of those of their people whose contacts the centre may see."""
    return set(people_of(centre).filter(pk__in=[row.person_id for row in notices]).values_list("pk", flat=True))

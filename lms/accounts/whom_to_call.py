"""Whom to call: the person in charge at the centre that a page or a person belongs to."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest

from lms.accounts.models import Centre, User
from lms.accounts.queries import centres_over
from lms.common.registry import Registry
from lms.common.web.context import HelpContact

# The ids of the centres that somebody has to do with, by rows of higher topics; what `order` puts first is nearer.
NEAR: Registry[Callable[[User], QuerySet[Any, Any]]] = Registry("centres near to somebody")


def contact_of(centre: Centre) -> HelpContact:
    return HelpContact(
        name=centre.contact_name,
        phone=centre.phone,
        hours=centre.hours,
        organisation=centre.name,
        address=centre.address,
    )


def contact_for(person: User | None) -> HelpContact | None:
    """Whom to call in a mail."""
    centre = nearest_centre(person)
    return contact_of(centre) if centre else None


def help_contact(request: HttpRequest) -> HelpContact | None:
    """Whom to call about this page: a view may name its centre as `request.help_centre`; otherwise it is the reader's."""
    centre: Centre | None = getattr(request, "help_centre", None) or getattr(request, "_centre", None)
    user = getattr(request, "user", None)
    centre = centre or nearest_centre(user if isinstance(user, User) else None)
    return contact_of(centre) if centre else None


def nearest_centre(person: User | None) -> Centre | None:
    """The one that somebody is staff of, else the one that they have to do with, else that of where they live, else the
    first. In one query, since every page asks."""
    if person is None or not person.is_authenticated:
        return Centre.objects.order_by("pk").first()
    staff = person.memberships.held().values("centre_id")
    ways = [Q(pk__in=staff), *(Q(pk__in=ids(person)) for ids in NEAR.values())]
    if person.dong_id:
        ways.append(Q(pk__in=centres_over(person.dong_id).values("pk")))
    places = (When(way, then=Value(place)) for place, way in enumerate(ways))
    return Centre.objects.order_by(Case(*places, default=Value(len(ways))), "pk").first()

from django.http import HttpRequest

from lms.accounts.models import Centre, User
from lms.common.web.context import HelpContact


def contact_of(centre: Centre) -> HelpContact:
    return HelpContact(
        name=centre.contact_name,
        phone=centre.phone,
        hours=centre.hours,
        organisation=centre.name,
        address=centre.address,
    )


def contact_for(person: User | None) -> HelpContact | None:
    """Whom to call in a mail: of the centre that somebody is staff of, else of where they live, else the first."""
    centres = Centre.objects.order_by("pk")
    near = centres.filter(memberships__person=person, memberships__ended_on__isnull=True) if person else centres.none()
    home = centres.filter(region__children=person.dong_id) if person and person.dong_id else centres.none()
    centre = near.first() or home.first() or centres.first()
    return contact_of(centre) if centre else None


def help_contact(request: HttpRequest) -> HelpContact | None:
    """Whom to call about this page: a view may name its centre as `request.help_centre`; otherwise the first centre answers."""
    centre: Centre | None = getattr(request, "help_centre", None) or getattr(request, "_centre", None)
    centre = centre or Centre.objects.order_by("pk").first()
    return contact_of(centre) if centre else None

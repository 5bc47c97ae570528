from django.http import HttpRequest

from lms.accounts.models import Centre
from lms.common.web.context import HelpContact


def contact_of(centre: Centre) -> HelpContact:
    return HelpContact(
        name=centre.contact_name,
        phone=centre.phone,
        hours=centre.hours,
        organisation=centre.name,
        address=centre.address,
    )


def help_contact(request: HttpRequest) -> HelpContact | None:
    """Whom to call about this page: a view may name its centre as `request.help_centre`; otherwise the first centre answers."""
    centre: Centre | None = getattr(request, "help_centre", None) or getattr(request, "_centre", None)
    centre = centre or Centre.objects.order_by("pk").first()
    return contact_of(centre) if centre else None

"""What a centre begins with of places and of its own row, which those who run the server keep in /cms/."""

from django.conf import settings
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre, User, Zone
from lms.accounts.office_home import Step
from lms.accounts.queries import dongs_of
from lms.accounts.rules import may_keep_regions, may_manage
from lms.common.text.korean import phone


def regions(user: User, centre: Centre) -> Step:
    return Step(
        _("Dongs of the district"),
        _("People and communities say in which dong they live."),
        Q(Exists(dongs_of(centre))),
        reverse("office_regions") if may_keep_regions(user) else "",
        by_server(),
    )


def help_phone(user: User, centre: Centre) -> Step:
    return Step(
        _("Phone for help"),
        _("It stands on every page and in every mail: whoever can't go on calls it."),
        ~Q(phone="") & ~Q(contact_name=""),
        reverse("office_centre") if may_manage(user, centre) else "",
        not_manager().message,
    )


def zones(user: User, centre: Centre) -> Step:
    dongs = Zone.objects.filter(sigungu=centre.region_id, closed_on__isnull=True, memberships__isnull=False)
    return Step(
        _("Zones"),
        _("Dongs that lie near to each other: the office proposes experts from the same zone first."),
        Q(Exists(dongs)),
        reverse("office_zone_new") if may_manage(user, centre) else "",
        not_manager().message,
    )


def by_server() -> str:
    return _("Who runs the server does this. Please call %(phone)s.") % {"phone": phone(settings.HELP_PHONE)}

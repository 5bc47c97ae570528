from typing import Any

from django.db.models.signals import post_save

from cms.domain.staffing import sync_centre, sync_people
from cms.models import CentrePage
from lms.accounts.models import Centre, Membership


def centre_saved(sender: type[Centre], instance: Centre, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        sync_centre(instance)


def centre_page_saved(sender: type[CentrePage], instance: CentrePage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        sync_centre(instance.centre)


def membership_saved(sender: type[Membership], instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        sync_people(instance.centre)


def connect() -> None:
    post_save.connect(centre_saved, sender=Centre, dispatch_uid="cms.centre_saved")
    post_save.connect(centre_page_saved, sender=CentrePage, dispatch_uid="cms.centre_page_saved")
    post_save.connect(membership_saved, sender=Membership, dispatch_uid="cms.membership_saved")

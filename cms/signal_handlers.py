from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models.signals import post_migrate, post_save, pre_save
from wagtail.models import UploadedFile
from wagtail.signals import page_published

from cms.domain.first_site import after_migrating, begin_at
from cms.domain.staffing import GROUP_NAMES, sync_centre, sync_people
from cms.models import CentrePage, CustomImage, HomePage
from cms.resident_numbers import refuse_in_row
from lms.accounts.models import Membership
from lms.common.files.names import extension_of, stored_name
from lms.common.files.photos import take_picture


def centre_page_saved(sender: type[CentrePage], instance: CentrePage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        sync_centre(instance.centre)


def membership_saved(sender: type[Membership], instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if instance.role in GROUP_NAMES:
        sync_centre(instance.centre)
    else:
        sync_people(instance.centre)


def upload_kept(sender: type[UploadedFile], instance: UploadedFile, **kwargs: Any) -> None:
    """An upload that waits for its description lies in the open folder: so not under its own name, and no picture as it
    came from the phone."""
    file = instance.file
    if not file or file._committed:
        return
    if instance.for_content_type.model_class() is CustomImage:
        data, extension = take_picture(file, size=file.size)
        instance.file = ContentFile(data, stored_name(extension))
    else:
        file.name = stored_name(extension_of(file.name))


def home_published(sender: type[HomePage], instance: HomePage, **kwargs: Any) -> None:
    if instance.live:
        begin_at(instance)


def connect() -> None:
    pre_save.connect(refuse_in_row, dispatch_uid="cms.refuse_in_row")
    pre_save.connect(upload_kept, sender=UploadedFile, dispatch_uid="cms.upload_kept")
    post_migrate.connect(after_migrating, sender=apps.get_app_config("wagtailcore"), dispatch_uid="cms.after_migrating")
    page_published.connect(home_published, sender=HomePage, dispatch_uid="cms.home_published")
    post_save.connect(centre_page_saved, sender=CentrePage, dispatch_uid="cms.centre_page_saved")
    post_save.connect(membership_saved, sender=Membership, dispatch_uid="cms.membership_saved")

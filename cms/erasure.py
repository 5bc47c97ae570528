"""What Wagtail keeps of whoever edited. What they did to pages stays as the site's record of it, under no name."""

from collections.abc import Iterable
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, ModelLogEntry, Page, PageSubscription, UploadedFile
from wagtail.users.models import UserProfile

from lms.accounts.models import Membership, User
from lms.privacy.domain.erasure import former_member
from lms.privacy.registries import Erasure


def _erase(person: User) -> None:
    _delete_files(profile.avatar for profile in UserProfile.objects.filter(user=person))
    _delete_files(upload.file for upload in UploadedFile.objects.filter(uploaded_by_user=person))
    UploadedFile.objects.filter(uploaded_by_user=person).delete()
    for model in (UserProfile, PageSubscription, EditingSession, FormState, APIToken):
        model._default_manager.filter(user=person).delete()
    # Nobody is left to open it again.
    Page.objects.filter(locked_by=person).update(locked=False, locked_by=None, locked_at=None)
    _rename_in_log(person)


def _delete_files(files: Iterable[FieldFile]) -> None:
    for file in files:
        if file.name:
            transaction.on_commit(partial(file.storage.delete, file.name))


def _rename_in_log(person: User) -> None:
    """Of a row that was changed in /cms/ the log keeps the name that it had: of a person, and of their staff roles."""
    nobody = User(name=former_member())
    _label(person, str(nobody))
    for role in Membership.objects.filter(person=person).select_related("centre"):
        role.person = nobody
        _label(role, str(role))


def _label(row: models.Model, label: str) -> None:
    of_row = ContentType.objects.get_for_model(row)
    ModelLogEntry.objects.filter(content_type=of_row, object_id=str(row.pk)).update(label=label)


EDITING = Erasure(erase=_erase)

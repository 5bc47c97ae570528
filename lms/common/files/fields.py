"""The form field that takes several photos at once, without any script."""

import hashlib
from dataclasses import dataclass
from io import BufferedReader
from typing import IO, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.common.files.names import display_name
from lms.common.files.photos import ACCEPT, Photo, take_photo


@dataclass(frozen=True)
class TakenPhoto:
    """A photo as it was sent, by its hash, and as it was written anew."""

    name: str
    source_sha256: str
    photo: Photo

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.photo.content).hexdigest()


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})


class PhotosField(forms.FileField):
    """All of them or none: a message names each photo that can't be taken, and a browser keeps no chosen file."""

    widget = PhotosInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[TakenPhoto]:
        sent: list[UploadedFile] = list(data or [])
        if not sent and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent) > self.most:  # before the first is opened: each costs a second
            raise ValidationError([too_many(self.most), choose_again()])
        taken, refused = [], []
        for upload in sent:
            try:
                taken.append(take(cast(IO[bytes], upload.file), name=upload.name or "", size=upload.size or 0))
            except ValidationError as error:
                refused.append(f"“{display_name(upload.name or '')}”: {' '.join(error.messages)}")
        if refused:
            raise ValidationError([*refused, choose_again()])
        return taken


def take(content: IO[bytes], *, name: str, size: int) -> TakenPhoto:
    """Raises ValidationError with what to do instead."""
    photo = take_photo(content, size=size)
    content.seek(0)
    source = hashlib.file_digest(cast(BufferedReader, content), "sha256").hexdigest()
    return TakenPhoto(display_name(name, fallback="photo"), source, photo)


def too_many(most: int) -> str:
    said = ngettext(
        "There can be %(most)d photo at the most. Please choose fewer.",
        "There can be %(most)d photos at the most. Please choose fewer.",
        most,
    )
    return said % {"most": most}


def choose_again() -> str:
    return _("The photos you chose now were not saved. Please choose them again.")

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from lms.common.files.names import extension_of, stored_name
from lms.common.files.photos import take_picture
from lms.common.files.storage import private_files


class PictureFile(WagtailImageFieldFile):
    """Writes every picture anew as it is stored. Here and not in a form, since Wagtail has an upload that stores what came
    in before its form is complete."""

    def save(self, name: str, content: "File[Any]", save: bool = True) -> None:
        data, extension = take_picture(content, size=content.size)
        self.instance.file_size, self.instance.file_hash = len(data), hash_filelike(BytesIO(data))
        name = stored_name(extension)
        super().save(name, ContentFile(data, name), save)


class PictureField(WagtailImageField):
    attr_class = PictureFile


class CustomImage(AbstractImage):
    """A picture of the editors. Its description is required: a trainee who can't see it reads that instead.

    Its file and the sizes made from it lie open, under names that nobody can guess.
    """

    file = PictureField(_("file"), upload_to="original_images", width_field="width", height_field="height")
    description = models.CharField(
        _("description"),
        max_length=255,
        help_text=_("What is to be seen, for people who can't see the picture. One sentence."),
    )

    admin_form_fields = (*(name for name in Image.admin_form_fields if name != "description"), "description")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The new picture first, since its size and measures are columns that come before it."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    def _set_image_file_metadata(self) -> None:
        """Nothing to do: size and hash are those of the picture as stored (`PictureFile.save`), not of what came in."""

    @property
    def default_alt_text(self) -> str:
        return self.description


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="cms_rendition_once")
        ]


def document_place(document: "CustomDocument", name: str) -> str:
    return f"documents/{stored_name(extension_of(name))}"


class CustomDocument(AbstractDocument):
    """A document or film of the editors. Who may read it depends on the pages that use it (`cms.reading`)."""

    file = models.FileField(_("file"), upload_to=document_place, storage=private_files)
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

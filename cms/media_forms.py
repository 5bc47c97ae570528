"""What Wagtail asks when editors add pictures and documents, at each of its uploads and choosers."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from lms.common.files.documents import FILMS, PAPERS, check_document
from lms.common.files.photos import take_picture


class PictureFormField(WagtailImageField):
    """Ours first: Wagtail opens a picture with whatever decoder fits before it looks at size and kind."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile):
            take_picture(data, size=data.size or 0)
            data.seek(0)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields.get("file")
        if given is not None:
            self.fields["file"] = PictureFormField(label=given.label, required=given.required, widget=given.widget)


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_document(file, name=file.name or "", size=file.size or 0, allowed=PAPERS + FILMS)
        return file

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.rich import CleanRichTextBlock
from cms.unfinished import named_errors
from lms.common.text.sanitise import refuse_resident_number_in_html

# No h1: the page's title is the one heading of the first level.
RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("tip", _("Tip")), ("caution", _("Take care")), ("example", _("Example"))],
        default="tip",
        label=_("kind"),
    )
    title = blocks.CharBlock(max_length=80, label=_("title"))
    text = CleanRichTextBlock(features=["bold", "italic", "ol", "ul", "link"], label=_("text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "blocks/callout.html"


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("title"))
    items = blocks.ListBlock(blocks.CharBlock(max_length=200, label=_("item")), min_num=1, label=_("items"))

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "blocks/checklist.html"


class PictureBlock(ImageBlock):
    """Wagtail gives its chooser no label, and so shows the name in the code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child_blocks["image"].label = _("picture")


class VideoBlock(blocks.StructBlock):
    """A video file of the centre's own with captions and the script: whoever can't hear or load it reads that."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    video = DocumentChooserBlock(label=_("video file (MP4)"), help_text=_("From the documents of your centre."))
    captions = DocumentChooserBlock(label=_("captions file (WebVTT)"))
    poster = PictureBlock(required=False, label=_("still picture"))
    transcript = CleanRichTextBlock(features=["bold", "ol", "ul"], label=_("script"))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wanted = {"video": ("mp4", _("Choose an MP4 file.")), "captions": ("vtt", _("Choose a WebVTT file (.vtt)."))}
        errors = {
            name: ValidationError(message)
            for name, (extension, message) in wanted.items()
            if cleaned.get(name) and cleaned[name].file_extension.lower() != extension
        }
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("title"))
    document = DocumentChooserBlock(label=_("file"))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/document.html"


class PlainStreamBlock(blocks.StreamBlock):
    """Editors' text keeps the site's rule too: no resident number in any block of it."""

    def clean(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        with named_errors(self, value):
            cleaned = super().clean(value, *args, **kwargs)
        try:
            for text in _texts(self.get_prep_value(cleaned)):
                refuse_resident_number_in_html(text)
        except ValidationError as error:
            raise blocks.StreamBlockValidationError(non_block_errors=[error]) from None
        return cleaned


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


class ContentBlock(PlainStreamBlock):
    text = CleanRichTextBlock(
        features=RICH_TEXT, label=pgettext_lazy("site", "Text"), icon="pilcrow", template="blocks/text.html"
    )
    image = PictureBlock(label=_("Image"), icon="image", template="blocks/image.html")
    video = VideoBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    checklist = ChecklistBlock()

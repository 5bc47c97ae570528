from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.rich import CleanRichTextBlock

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


class VideoBlock(blocks.StructBlock):
    """A video file of the centre's own with captions and the script: whoever can't hear or load it reads that."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    video = DocumentChooserBlock(label=_("video file (MP4)"), help_text=_("From the documents of your centre."))
    captions = DocumentChooserBlock(label=_("captions file (WebVTT)"))
    poster = ImageBlock(required=False, label=_("still picture"))
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


class ContentBlock(blocks.StreamBlock):
    text = CleanRichTextBlock(features=RICH_TEXT, label=_("Text"), icon="pilcrow", template="blocks/text.html")
    image = ImageBlock(label=_("Image"), icon="image", template="blocks/image.html")
    video = VideoBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    checklist = ChecklistBlock()

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.content import ContentBlock


class ChoiceOfCheckBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label=_("answer"))
    correct = blocks.BooleanBlock(required=False, label=_("this one is right"))

    class Meta:
        icon = "check"
        label = _("Answer")


class CheckBlock(blocks.StructBlock):
    """A check question with feedback. Its key never leaves the server before the trainee has answered."""

    question = blocks.TextBlock(label=_("question"), rows=2)
    choices = blocks.ListBlock(ChoiceOfCheckBlock(), default=[{}, {}], min_num=2, max_num=6, label=_("answers"))
    feedback_right = blocks.TextBlock(label=_("said after a right answer"), rows=2)
    feedback_wrong = blocks.TextBlock(label=_("said after a wrong answer"), rows=2)

    class Meta:
        icon = "help"
        label = _("Check question")
        template = "blocks/check.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and sum(bool(choice["correct"]) for choice in cleaned["choices"]) != 1:
            raise blocks.StructBlockValidationError(
                block_errors={"choices": ValidationError(_("Mark exactly one answer as the right one."))}
            )
        return cleaned


class LessonBlock(ContentBlock):
    check = CheckBlock()

"""Copies of curriculum pages start as drafts with keys and addresses of their own; an alias could have neither."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm


class CurriculumCopyForm(CopyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "publish_copies"):
            self.fields.pop(name, None)


class CourseCopyForm(CurriculumCopyForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("new_slug")
        if slug and self.page.specific_class.slug_taken(slug):
            self.add_error("new_slug", ValidationError(_("Another course has this address.")))
        return cleaned

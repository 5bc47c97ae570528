from typing import Any

from django.utils.translation import gettext as _

from cms.page_forms import PageForm


class LessonPageForm(PageForm):
    """A draft may leave the length open, whose field stands in another tab; what is handed in or published has one."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and cleaned.get("minutes") == 0:
            self.add_error("minutes", _("Please say how many minutes the lesson takes."))
        return cleaned

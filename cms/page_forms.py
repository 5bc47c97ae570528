"""The editors' form of every page. Its address stands in another tab, so a missing one is made and sends nobody there.

A draft is saved half finished, by autosave too; what is missing is said when it is handed in or published.
"""

from itertools import chain, count
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from lms.common import clock

LONGEST = 240  # of the 255 signs of an address; the rest is for a number


class PageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        for name in self.open_numbers():
            self.fields[name].required = False

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        for name in self.open_numbers():
            self.fields[name].required = True

    def open_numbers(self) -> list[str]:
        return [name for name in getattr(self.instance, "open_numbers", ()) if name in self.fields]

    def _clean_fields(self) -> None:
        """A day that is over asks nothing any more, of what is written now; Wagtail would refuse every draft after it."""
        super()._clean_fields()
        ends = self.cleaned_data.get("expire_at")
        if ends and ends == self.initial.get("expire_at") and ends < clock.now():
            self.cleaned_data |= {"go_live_at": None, "expire_at": None}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in self.open_numbers():
            if self.is_deferred_validation and name in cleaned:
                cleaned[name] = cleaned[name] or 0
            elif cleaned.get(name) == 0:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def _post_clean(self) -> None:
        """A message above the page then names every field, those of other tabs too."""
        super()._post_clean()
        if self.errors and not self.is_deferred_validation:
            self.add_error(None, _("Fill this in to publish it. As a draft it can be saved as it is."))

    def clean_slug(self) -> str:
        """Nobody knows the address of a page that was never published: where it is taken, it gets a number. Afterwards
        whoever changes it is told instead."""
        chosen = str(self.cleaned_data["slug"] or "")
        return chosen if chosen and self.instance.first_published_at else self._free(chosen or self._address_of_title())

    def _address_of_title(self) -> str:
        address = slugify(self.cleaned_data.get("title", ""), allow_unicode=True)
        return address or str(self._meta.model._meta.model_name).removesuffix("page")

    def _free(self, address: str) -> str:
        numbered = (f"{address[:LONGEST]}-{number}" for number in count(2))
        return next(each for each in chain([address], numbered) if not self.is_taken(each))

    def is_taken(self, address: str) -> bool:
        return not Page._slug_is_available(address, self.parent_page, self.instance)

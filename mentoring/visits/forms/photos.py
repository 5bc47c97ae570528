"""The part of a log's form that takes photos, and one small form for each that is there."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.common.files.fields import PhotosField, TakenPhoto, choose_again
from lms.common.ui.forms import ChipRadio, PlainForm
from mentoring.visits.domain.photos import PhotoChanges
from mentoring.visits.models import Visit, VisitPhoto


class PhotoForm(PlainForm):
    """What is said of a photo that is there."""

    caption = forms.CharField(label=_("What this photo shows"), max_length=100, required=False)
    remove = forms.BooleanField(label=_("Take this photo out"), required=False)

    def __init__(self, *args: Any, photo: VisitPhoto, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"photo-{photo.pk}", initial={"caption": photo.caption}, **kwargs)
        self.photo = photo


class _OneOf(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """By its place on the page: two photos may show the same."""
        return f"{obj.position}. {obj.alt}"


class TakeOutForm(PlainForm):
    """One photo of a log that was sent."""

    photo = _OneOf(
        VisitPhoto.objects.none(),
        label=_("Which photo?"),
        widget=ChipRadio,
        empty_label=None,
        error_messages={"invalid_choice": _("This photo is no longer there.")},
    )
    photo_reason = forms.CharField(
        label=_("Why is it taken out?"),
        help_text=_("For example: a person in it asked for that. Please write no names."),
        max_length=300,
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(_OneOf, self.fields["photo"]).queryset = visit.photos.all()


class PhotosPart(PlainForm):
    """Before another form class. `there` are the photos that the log has already."""

    photos = PhotosField(
        most=VisitPhoto.MOST,
        label=_("Photos"),
        help_text=_("Up to 5. Please ask the people in them first, and photograph no papers with personal details."),
        required=False,
    )
    photo_caption = forms.CharField(
        label=_("What the photos show"),
        help_text=_("Read aloud to people who can't see them. For example: meeting in the community room"),
        max_length=100,
        required=False,
    )

    taken: tuple[TakenPhoto, ...] = ()  # whatever else is amiss

    def __init__(self, *args: Any, there: Sequence[VisitPhoto] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = there

    @cached_property
    def photo_forms(self) -> list[PhotoForm]:
        return [PhotoForm(self.data if self.is_bound else None, photo=photo) for photo in self.there]

    def is_valid(self) -> bool:
        valid = all([super().is_valid(), *(form.is_valid() for form in self.photo_forms)])
        if not valid:
            self.ask_for_photos_again()
        return valid

    def clean_photos(self) -> list[TakenPhoto]:
        self.taken = tuple(self.cleaned_data["photos"])
        return self.cleaned_data["photos"]

    def now_there(self, photos: Sequence[VisitPhoto]) -> None:
        """What the form brought is kept: it needn't be chosen again."""
        self.there = photos
        self.__dict__.pop("photo_forms", None)
        self.errors.pop("photos", None)

    def ask_for_photos_again(self) -> None:
        """When the form comes back, the text is still in it and the chosen files are not."""
        if self.cleaned_data.get("photos"):
            self.add_error("photos", choose_again())

    def photo_changes(self) -> PhotoChanges:
        said = {form.photo.pk: form.cleaned_data for form in self.photo_forms}
        return PhotoChanges(
            added=tuple(self.cleaned_data["photos"]),
            caption=self.cleaned_data["photo_caption"],
            captions={pk: found["caption"] for pk, found in said.items()},
            removed=frozenset(pk for pk, found in said.items() if found["remove"]),
        )

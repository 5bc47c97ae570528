from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Region, Zone
from lms.common.ui.forms import ChipCheckbox, ModelsField, PlainForm, Stepper
from lms.common.ui.seen import SeenMixin
from lms.office.queries.zones import dongs_for

NAMES = ("name", "order", "dongs")


class DongsField(ModelsField):
    """Each with the zone that it would come out of."""

    zone: Zone | None = None

    def label_from_instance(self, dong: Any) -> str:
        other = dong.zone
        return dong.name if other is None or other == self.zone else f"{dong.name} ({other.name})"


class ZoneForm(SeenMixin, PlainForm):
    name = forms.CharField(
        label=_("Name"), min_length=2, max_length=40, help_text=_("As people say it here, for example “동부권”.")
    )
    order = forms.IntegerField(
        label=pgettext_lazy("zone", "Place in lists"),
        min_value=1,
        max_value=99,
        widget=Stepper,
        help_text=_("The zone with 1 stands first."),
    )
    dongs = DongsField(
        label=_("Dongs of the zone"),
        queryset=Region.objects.none(),
        widget=ChipCheckbox,
        required=False,
        help_text=_("A dong is in one zone. If you choose one that is in another, it moves here."),
    )

    def __init__(self, *args: Any, district: Region, zone: Zone | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"order": 1}
        if zone is not None:
            initial = {"name": zone.name, "order": zone.order}
        initial["dongs"] = list(zone.dongs.values_list("pk", flat=True)) if zone else []
        super().__init__(*args, initial=initial, **kwargs)
        dongs = cast(DongsField, self.fields["dongs"])
        dongs.zone, dongs.queryset = zone, dongs_for(district, zone)
        if zone is not None:
            self.shows(zone, NAMES)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES}

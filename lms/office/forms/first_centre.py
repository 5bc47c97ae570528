from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, Region, User
from lms.common.errors import DomainError
from lms.common.ui.forms import NameField, PhoneField, PlainForm
from lms.office.domain.first_centre import Wanted
from lms.office.queries.districts import district

OF_CENTRE = ("slug", "contact_name", "phone", "hours", "address")


class FirstCentreForm(PlainForm):
    """What `setup_centre` asks, in this order; there is no page of it."""

    district = forms.CharField(label=_("District, by name or code, for example 광주광역시 서구"), max_length=60)
    name = forms.CharField(label=_("Name of the centre"), max_length=60)
    slug = forms.SlugField(label=_("Short name in addresses, in Latin letters"), max_length=30)
    contact_name = NameField(label=_("Who answers the phone"))
    phone = PhoneField(label=_("Phone for help"))
    hours = forms.CharField(label=_("When the phone is answered"), max_length=60)
    address = forms.CharField(label=_("Address of the centre"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail of the first manager"))
    manager = NameField(label=_("Name of the first manager"))

    def clean_district(self) -> Region:
        try:
            return district(self.cleaned_data["district"])
        except DomainError as refused:
            raise ValidationError(str(refused), code=refused.code) from refused

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)

    def offered(self, name: str) -> str:
        """What is meant by most, as far as the answers before say: Enter takes it."""
        place = "district" not in self.errors and self.cleaned_data["district"]
        if name == "hours":
            return "평일 9시~18시"
        if name == "name" and place:
            return f"{place.name} 마을공동체지원센터"
        if name == "slug" and place:
            return f"centre-{place.code[:5]}"
        return ""


def known_answers(given: Mapping[str, str]) -> dict[str, str]:
    """What needs no asking, since the centre or the account of the answers so far is there and stays as it is."""
    there = Centre.objects.filter(name=given.get("name", "")).values(*OF_CENTRE).first() or {}
    person = User.objects.filter(email__iexact=given.get("email", "")).first()
    return dict(there) | ({"manager": person.name} if person else {})

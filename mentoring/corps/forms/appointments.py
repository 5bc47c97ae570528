from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Centre
from lms.accounts.queries import dongs_of
from lms.common import clock
from lms.common.ui.forms import CardRadio, ChipRadio, DateField, NameField, PhoneField, PlainForm
from mentoring.corps.enums import AppointmentSource, BodyKind, MemberRole
from mentoring.corps.forms.missing import NO_BODY, NO_DONG
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries.bodies import open_bodies_of


class AcceptAppointmentForm(PlainForm):
    """What the acceptance prints. Known data stand in it already; only what is missing is asked for."""

    if_empty: ClassVar[Mapping[str, Any]] = {"dong": NO_DONG}

    signed_name = NameField(
        label=_("Your name"), help_text=_("Writing your name here counts as your signature on the acceptance.")
    )
    phone = PhoneField(label=pgettext_lazy("site", "Phone"))
    address = forms.CharField(
        label=_("Address"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "address-line1"})
    )

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        person = appointment.person
        kwargs.setdefault("initial", {"phone": person.phone, "address": person.address})
        super().__init__(*args, **kwargs)
        if not appointment.body.requires_acceptance:  # saying yes is enough
            for name in ("signed_name", "phone", "address"):
                del self.fields[name]
        if appointment.body.kind == BodyKind.CORPS and person.dong_id is None:
            self.fields["dong"] = forms.ModelChoiceField(
                label=_("The dong you live in"),
                empty_label=_("Please choose"),
                queryset=dongs_of(appointment.centre),
                error_messages={"required": _("Please choose one.")},
            )


class DeclineAppointmentForm(PlainForm):
    reason = forms.CharField(
        label=_("Why you decline"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class TermReasonForm(PlainForm):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DismissForm(TermReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["barred_until"] = DateField(
            label=_("No appointment before"),
            required=False,
            help_text=_("Leave it empty if the reason is no obstacle to a later appointment."),
        )


class NoForm(PlainForm):
    """A single button; there is nothing to fill in, but a refusal needs a place."""


class DraftForm(PlainForm):
    if_empty: ClassVar[Mapping[str, Any]] = {"body": NO_BODY}

    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), widget=CardRadio, empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, widget=ChipRadio, initial=MemberRole.MEMBER)
    source = forms.ChoiceField(
        label=_("Chosen by"),
        choices=AppointmentSource.choices,
        widget=ChipRadio,
        initial=AppointmentSource.RECOMMENDATION,
    )
    office = forms.CharField(
        label=_("Office held"), max_length=60, required=False, help_text=_("Only for members by office.")
    )
    exception_reason = forms.CharField(
        label=_("Why without a certificate"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where the body asks for a certificate and the person has none."),
    )

    field_order = ("body", "role", "source", "office", "starts_on", "exception_reason")

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.fields["body"]
        assert isinstance(bodies, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        bodies.queryset = open_bodies_of(centre)
        self.fields["starts_on"] = DateField(label=_("First day"), earliest=clock.today(), initial=clock.today())
        self.order_fields(self.field_order)

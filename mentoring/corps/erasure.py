"""What somebody signed and was told, and what the matching knew of them. The terms stay."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.privacy.registries import Duty, Erasure
from mentoring.corps.enums import IN_OFFICE, IN_PROCESS
from mentoring.corps.models import Appointment, ExpertProfile


def _duties(person: User) -> Iterator[Duty]:
    for row in Appointment.objects.filter(person=person, state__in=IN_OFFICE | IN_PROCESS).select_related("body"):
        yield Duty(
            _("You are appointed, or about to be: %(body)s. Please resign or decline first.") % {"body": row.body},
            reverse("my_appointment", args=[row.pk]),
        )


def _erase(person: User) -> None:
    Appointment.objects.filter(person=person).update(
        signed_name="", signed_phone="", signed_address="", exception_reason="", end_reason=""
    )
    for profile in ExpertProfile.objects.filter(person=person):
        profile.fields.clear()
        profile.levels.all().delete()
        profile.windows.all().delete()
        profile.bio = ""
        profile.save(update_fields=["bio"])


APPOINTMENTS = Erasure(_duties, _erase)

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.accounts.models import User
from lms.common.text.korean import ko_minutes
from lms.privacy.registries import OwnData, Row
from mentoring.corps.models import Appointment, ExpertProfile


def _appointments(person: User) -> Sequence[Row]:
    rows = Appointment.objects.filter(person=person).select_related("body")
    return [
        {
            _("Body"): row.body.name,
            _("Role"): row.get_role_display(),
            _("Office held"): row.office,
            _("Chosen by"): row.get_source_display(),
            _("Why without a certificate"): row.exception_reason,
            _("State"): row.get_state_display(),
            _("First day"): row.starts_on,
            _("Last day"): row.ended_on or row.ends_on,
            _("Letter number"): row.letter_no,
            _("Name as signed"): row.signed_name,
            pgettext("site", "Phone"): row.signed_phone,
            _("Address"): row.signed_address,
            _("Reason"): row.end_reason,
        }
        for row in rows
    ]


def _expert(person: User) -> Sequence[Row]:
    rows = ExpertProfile.objects.filter(person=person).select_related("dong", "centre")
    return [
        {
            _("Centre"): row.centre.name,
            _("Dong"): row.dong.name,
            pgettext("site", "Fields"): ", ".join(field.name for field in row.fields.all()),
            _("Topics"): ", ".join(level.tag.name for level in row.levels.all()),
            _("Times you can coach"): ", ".join(str(window) for window in row.windows.all()),
            _("Hours a month"): ko_minutes(row.monthly_minutes),
            _("Communities at the same time"): row.capacity,
            _("Pausing until"): row.paused_until,
            _("Public introduction"): row.bio,
        }
        for row in rows.prefetch_related("fields", "levels__tag", "windows").order_by("pk")
    ]


APPOINTMENTS = OwnData(
    gettext_lazy("Appointments"),
    gettext_lazy("body, how you were chosen, term, letter number, name, phone number and address as signed"),
    gettext_lazy("To appoint you and to make the letter."),
    lambda: _("Permanently; without your name and contacts once you have left"),
    _appointments,
)
EXPERT = OwnData(
    gettext_lazy("Entry in the list of experts"),
    gettext_lazy("dong, fields, topics, hours, public introduction"),
    gettext_lazy("To find the expert who fits a community."),
    lambda: _("Until you leave"),
    _expert,
)

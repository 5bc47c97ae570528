from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.runs.models import Enrolment
from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row


def _enrolments(person: User) -> Sequence[Row]:
    rows = Enrolment.objects.filter(person=person).select_related("run__version")
    return [
        {
            _("Course"): str(row.run),
            _("State"): row.get_state_display(),
            _("Applied"): row.applied_at,
            _("Years you have been active in the village"): row.years_active,
            _("What you hope for"): row.note,
            _("Reason"): row.reason,
        }
        for row in rows
    ]


ENROLMENTS = OwnData(
    gettext_lazy("Applications and courses"),
    gettext_lazy("course, state, years of activity, what you hope for"),
    gettext_lazy("To decide who takes part, and to run the course."),
    lambda: (
        _("Until you leave; what was written in applications that were not accepted: %(months)s months")
        % {"months": settings.RETENTION_REJECTED}
    ),
    _enrolments,
)

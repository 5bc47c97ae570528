from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import User
from lms.privacy.enums import Term
from lms.privacy.queries.terms import told
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


def _in_charge(person: User) -> Sequence[Row]:
    runs = CourseRun.objects.select_related("version")
    named = ((_("Coordinator"), runs.filter(coordinator=person)), (_("Instructor"), runs.filter(instructors=person)))
    return [
        {_("Course"): str(run), _("Role"): role, _("First day"): run.starts_on, _("Last day"): run.ends_on}
        for role, rows in named
        for run in rows
    ]


ENROLMENTS = OwnData(
    gettext_lazy("Applications and courses"),
    gettext_lazy("course, state, years of activity, what you hope for"),
    gettext_lazy("To decide who takes part, and to run the course."),
    lambda: (
        _("Until you leave; what was written in applications that were not accepted: %(months)s months")
        % {"months": told(Term.REJECTED)}
    ),
    _enrolments,
)
IN_CHARGE = OwnData(
    gettext_lazy("Courses you are in charge of"),
    gettext_lazy("course, role, days"),
    gettext_lazy("To know who runs a course and takes attendance."),
    lambda: _("Permanently, without your name once you have left"),
    _in_charge,
)

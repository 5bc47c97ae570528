from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.credentials.models import Certificate
from courses.runs.models import Completion, Evidence
from lms.accounts.models import User
from lms.privacy.registries import OwnData, Row


def _certificates(person: User) -> Sequence[Row]:
    completions = Completion.objects.standing().filter(person=person).select_related("enrolment__run__version")
    papers = Certificate.objects.filter(person=person)
    evidence = Evidence.objects.current().filter(person=person).order_by("accepted_at")
    return [
        *(
            {_("Completed"): str(row.enrolment.run), _("Minutes"): row.minutes, _("When"): row.completed_at}
            for row in completions
        ),
        *(
            {
                _("Certificate"): row.number,
                _("Name as printed"): row.snapshot["name"],
                _("Course"): row.snapshot["course"],
                _("State"): row.get_state_display(),
                _("When"): row.issued_at,
                _("Reason"): row.reason,
            }
            for row in papers
        ),
        *(
            {
                _("Accepted instead") if row.accepted else _("Taken back"): row.course_key,
                _("Reason"): row.reason,
                _("When"): row.accepted_at,
            }
            for row in evidence
        ),
    ]


CERTIFICATES = OwnData(
    gettext_lazy("Completions and certificates"),
    gettext_lazy("course, hours, dates, number, name as printed"),
    gettext_lazy("To prove that you completed the course."),
    lambda: _("Permanently; without your name and without the paper once you have left"),
    _certificates,
)

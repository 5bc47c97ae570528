from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.enums import ANNOUNCED_RUN
from courses.runs.models import CourseRun
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Step
from lms.accounts.rules import may_coordinate


def first_run(user: User, centre: Centre) -> Step:
    return Step(
        _("First run"),
        _("A run has days and seats. As soon as it is published, people can apply."),
        Q(Exists(CourseRun.objects.filter(centre=centre, state__in=ANNOUNCED_RUN))),
        reverse("office_run_new") if may_coordinate(user, centre) else "",
        _("A coordinator prepares and publishes it."),
    )

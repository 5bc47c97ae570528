from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.curriculum.models import CourseVersion
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Step
from lms.accounts.rules import may_open_cms


def first_course(user: User, centre: Centre) -> Step:
    return Step(
        _("First course"),
        _("People take its lessons. Once it is published, runs of it can be prepared."),
        Q(Exists(CourseVersion.objects.filter(centre=centre))),
        reverse("wagtailadmin_explore_root") if may_open_cms(user) else "",
        _("Editors write it in the editors' part, and a reviewer publishes it."),
    )

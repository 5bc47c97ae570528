from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models import CentrePage
from cms.models.pages import open_to_all
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Step
from lms.accounts.rules import may_see_everything


def pages(user: User, centre: Centre) -> Step:
    return Step(
        _("Front page and page of the centre"),
        _("What visitors see first. News and courses stand below it."),
        Q(Exists(open_to_all(CentrePage.objects.filter(centre=OuterRef("pk"))))),
        reverse("wagtailadmin_explore_root") if may_see_everything(user) else "",
        _("A superuser makes it in the editors' part."),
    )

"""The experts' section."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses.learning.menu import learning_tab
from lms.accounts.menu import OFFICE
from lms.common.ui.sections import PUBLIC, Section, Tab, Under
from lms.notifications.menu import notices_tab
from mentoring.corps.enums import BodyKind
from mentoring.corps.models import ExpertProfile
from mentoring.corps.rules import may_open_expert_section


def reader_is_expert(request: HttpRequest) -> Exists:
    """What `may_open_expert_section` asks, of the reader of a page."""
    profiles = ExpertProfile.objects.filter(person=OuterRef("pk"))
    return Exists(profiles.filter(person__appointments__body__kind=BodyKind.CORPS))


MENTOR = Section(
    key="mentor",
    label=_("Expert"),
    home_url_name="expert_home",
    prefixes=("/mentor/",),
    open_to=may_open_expert_section,
)
TABS = (
    Tab(PUBLIC, _("Expert corps"), "experts", ("/experts/",), order=30),
    learning_tab(MENTOR, order=40),
    notices_tab(MENTOR, order=50),
)
UNDER = (Under(OFFICE, "office_people", ("/office/appointments/", "/office/bodies/")),)

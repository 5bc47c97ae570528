"""The sections above all topics: for experts, for representatives, for the office."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.rules import may_open_office
from lms.common.ui.sections import Section, Tab
from lms.notifications.queries import unread
from mentoring.communities.rules import may_open_community_section
from mentoring.corps.rules import may_open_expert_section

MENTOR = Section(
    key="mentor",
    label=_("Expert"),
    home_url_name="expert_home",
    prefixes=("/mentor/",),
    open_to=may_open_expert_section,
    tabs=(
        Tab(pgettext_lazy("tab", "Home"), "expert_home", "/mentor/"),
        Tab(pgettext_lazy("tab", "Logs"), "visits", "/mentor/logs/"),
        Tab(_("Communities"), "expert_communities", "/mentor/communities/"),
        Tab(pgettext_lazy("tab", "Learning"), "my_home", "/my/"),
        Tab(_("Notices"), "notices", "/my/notifications/", count=unread),
    ),
)
COMMUNITY = Section(
    key="community",
    label=_("Community"),
    home_url_name="community_home",
    prefixes=("/community/",),
    open_to=may_open_community_section,
    tabs=(
        Tab(pgettext_lazy("tab", "Home"), "community_home", "/community/"),
        Tab(_("Coaching"), "community_requests", "/community/requests/", also=("/community/reviews/",)),
        Tab(pgettext_lazy("tab", "Learning"), "my_home", "/my/"),
        Tab(_("Notices"), "notices", "/my/notifications/", count=unread),
    ),
)
OFFICE = Section(
    key="office",
    label=_("Office"),
    home_url_name="office_home",
    prefixes=("/office/",),
    open_to=may_open_office,
    tabs=(
        Tab(pgettext_lazy("tab", "Home"), "office_home", "/office/"),
        Tab(
            _("People"),
            "office_people",
            "/office/people/",
            also=("/office/appointments/", "/office/bodies/", "/office/records/"),
        ),
        Tab(_("Communities"), "office_communities", "/office/communities/"),
        Tab(
            _("Matching"),
            "office_requests",
            "/office/requests/",
            also=("/office/engagements/", "/office/offers/", "/office/logs/"),
        ),
        Tab(
            _("Courses"),
            "office_runs",
            "/office/runs/",
            also=("/office/completions/", "/office/certificates/", "/office/enrolments/"),
        ),
    ),
)

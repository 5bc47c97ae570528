from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "mentoring.coaching"
    label = "coaching"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        from lms.accounts.office_home import TODOS
        from lms.common.integrity import verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.privacy.registries import ERASURE, OWN_DATA, RETENTION
        from mentoring.coaching import enums, erasure, menu, office_home, own_data, retention
        from mentoring.coaching.checks import CHECKS
        from mentoring.coaching.queries import requests
        from mentoring.communities.queries.communities import TIMELINE

        SUBJECTS.add(enums.REQUEST.model, enums.REQUEST)
        SUBJECTS.add(enums.ENGAGEMENT.model, enums.ENGAGEMENT)
        SUBJECTS.add(enums.GOAL.model, enums.GOAL)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        OWN_DATA.add("requests", own_data.REQUESTS, order=81)
        OWN_DATA.add("engagements", own_data.ENGAGEMENTS, order=83)
        RETENTION.add("drafts", retention.DRAFTS)
        ERASURE.add("engagements", erasure.ENGAGEMENTS, order=20)
        # What happened on one day stands in this order.
        TIMELINE.add("requests", requests.events_of, order=10)
        TODOS.add("coaching", office_home.todo, order=10)
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)

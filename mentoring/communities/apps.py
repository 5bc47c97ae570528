from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "mentoring.communities"
    label = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from cms.front_page import MAPS
        from courses.runs.community_members import MEMBERS
        from lms.common.integrity import verify
        from mentoring.communities import front_page
        from mentoring.communities.checks import CHECKS
        from mentoring.communities.queries import communities

        verify.CHECKS.register_all(CHECKS)
        MAPS.register("communities", front_page.maps)
        MEMBERS.register("communities", communities.members_among)
        communities.TIMELINE.register("changes", communities.changes_of, order=30)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "mentoring.communities"
    label = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from cms.front_page import MAPS, SEARCHES
        from courses.runs.community_members import MEMBERS
        from lms.accounts.contacts import SAID_YES
        from lms.accounts.exports import EXPORTS
        from lms.accounts.office_home import FIGURES, FIRST_STEPS
        from lms.accounts.whom_to_call import NEAR
        from lms.common.integrity import verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.common.ui.reader import QUESTIONS
        from lms.privacy.registries import ERASURE, OWN_DATA
        from mentoring.communities import contacts, enums, erasure, front_page, menu, office_home, own_data
        from mentoring.communities.checks import CHECKS
        from mentoring.communities.lists import COMMUNITIES
        from mentoring.communities.queries import communities

        SUBJECTS.add(enums.STAGE.model, enums.STAGE)
        SUBJECTS.add(enums.COMMUNITY.model, enums.COMMUNITY)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        SAID_YES.add("communities", contacts.members)
        OWN_DATA.add("communities", own_data.COMMUNITIES, order=80)
        ERASURE.add("communities", erasure.COMMUNITIES, order=50)
        MAPS.add("communities", front_page.maps)
        SEARCHES.add("communities", front_page.search, order=30)
        QUESTIONS.add("community", menu.reader_represents)
        NEAR.add("communities", communities.centres_of, order=20)
        MEMBERS.add("communities", communities.members_among)
        communities.TIMELINE.add("changes", communities.changes_of, order=30)
        EXPORTS.add("communities", COMMUNITIES.offer_file())
        FIGURES.add("communities", office_home.figures, order=10)
        FIRST_STEPS.add("stages", office_home.stages, order=80)
        sections.SECTIONS.add("community", menu.COMMUNITY, order=30)
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)

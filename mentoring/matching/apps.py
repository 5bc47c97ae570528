from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "mentoring.matching"
    label = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from lms.accounts.exports import EXPORTS
        from lms.common.background import due
        from lms.common.integrity import verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.privacy.registries import ERASURE, OWN_DATA
        from mentoring.matching import enums, erasure, menu, own_data
        from mentoring.matching.checks import CHECKS
        from mentoring.matching.domain import offers, take_back
        from mentoring.matching.lists import REQUESTS

        EXPORTS.add("requests", REQUESTS.offer_file())
        SUBJECTS.add(enums.PROPOSAL.model, enums.PROPOSAL)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        OWN_DATA.add("offers", own_data.OFFERS, order=84)
        ERASURE.add("offers", erasure.OFFERS, order=40)
        take_back.connect()
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)
        due.PARTS.add("coaching offers expired", offers.expire_offers, order=20)

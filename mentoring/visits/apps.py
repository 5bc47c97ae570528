from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "mentoring.visits"
    label = "visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        from lms.accounts.exports import EXPORTS
        from lms.accounts.office_home import FIGURES, TODOS
        from lms.common.background import due
        from lms.common.integrity import constraints, seals, triggers, verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.privacy.registries import ERASURE, OWN_DATA, RETENTION
        from mentoring.communities.queries.communities import TIMELINE
        from mentoring.visits import enums, erasure, menu, office_home, own_data, retention
        from mentoring.visits.checks import CHECKS, ON_POSTGRESQL
        from mentoring.visits.domain import confirmation, ends
        from mentoring.visits.lists import FILES
        from mentoring.visits.queries import visits
        from mentoring.visits.seals import SEALED
        from mentoring.visits.triggers import TRIGGERS

        SUBJECTS.add(enums.VISIT.model, enums.VISIT)
        SUBJECTS.add(enums.ACTION.model, enums.ACTION)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed)
        for model, names in ON_POSTGRESQL.items():
            constraints.ON_POSTGRESQL.add(model, names)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        OWN_DATA.add("visit_answers", own_data.ANSWERS, order=82)
        OWN_DATA.add("visits", own_data.VISITS, order=85)
        OWN_DATA.add("visit_photos", own_data.VISIT_PHOTOS, order=86)
        RETENTION.add("drafts_of_logs", retention.DRAFTS)
        RETENTION.add("visit_photos", retention.PHOTOS)
        RETENTION.add("files_of_photos_that_went", retention.STRAY_FILES, order=110)
        ERASURE.add("visits", erasure.VISITS, order=30)
        TIMELINE.add("visits", visits.events_of, order=20)
        for name, offered in FILES.items():
            EXPORTS.add(name, offered)
        TODOS.add("visits", office_home.todo, order=20)
        FIGURES.add("visits", office_home.figures, order=30)
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)
        for under in menu.UNDER:
            sections.UNDER.add(under.key, under)
        ends.connect()
        due.PARTS.add("visit logs confirmed by the clock", confirmation.auto_confirm_due, order=40)

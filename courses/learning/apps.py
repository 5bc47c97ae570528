from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from courses.learning import enums, erasure, hanging, menu, office_home, own_data
        from courses.learning.checks import CHECKS, RECONCILE_BY_NIGHT
        from courses.learning.domain import attendance, completion, reviews
        from courses.learning.seals import SEALED
        from courses.learning.triggers import TRIGGERS
        from lms.accounts.office_home import FIGURES, TODOS
        from lms.common.background import due
        from lms.common.integrity import seals, triggers, verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.privacy.registries import ERASURE, OWN_DATA

        SUBJECTS.add(enums.ATTENDANCE.model, enums.ATTENDANCE)
        SUBJECTS.add(enums.REVIEW.model, enums.REVIEW)
        hanging.HANGING.add("enrolments", hanging.enrolments, order=30)
        TODOS.add("learning", office_home.todo, order=52)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        OWN_DATA.add("progress", own_data.PROGRESS, order=50)
        ERASURE.add("progress", erasure.PROGRESS, order=70)
        FIGURES.add("learning", office_home.figures, order=20)
        sections.SECTIONS.add("my", menu.MY, order=50)
        for under in menu.UNDER:
            sections.UNDER.add(under.key, under)
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)
        due.PARTS.add("rules and states that differ", RECONCILE_BY_NIGHT, order=75)
        due.PARTS.add("attendance sheets settled", attendance.settle_sheets, order=25)
        completion.connect()
        reviews.connect()

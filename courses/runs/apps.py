from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    name = "courses.runs"
    label = "runs"
    verbose_name = _("Runs")

    def ready(self) -> None:
        from cms import front_page
        from cms.reading import CLOSED, Closed
        from courses.curriculum.models import LessonPage
        from courses.runs import contacts, enums, erasure, hanging, menu, office_home, own_data, retention
        from courses.runs import front_page as shown
        from courses.runs.checks import CHECKS
        from courses.runs.domain import enrolment, inviting, news
        from courses.runs.lists import LEARNERS, RUNS
        from courses.runs.queries.enrolment import centres_of
        from courses.runs.reading import reads_lesson_document
        from courses.runs.seals import SEALED
        from courses.runs.triggers import TRIGGERS
        from lms.accounts.contacts import SAID_YES
        from lms.accounts.deeds import DEEDS
        from lms.accounts.exports import EXPORTS
        from lms.accounts.office_home import FIRST_STEPS
        from lms.accounts.whom_to_call import NEAR
        from lms.common.background import due
        from lms.common.integrity import seals, triggers, verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.privacy.registries import ERASURE, OWN_DATA, RETENTION
        from lms.staff.hanging import HANGING

        EXPORTS.add("runs", RUNS.offer_file())
        for key, deed in LEARNERS.offer_deeds().items():
            DEEDS.add(key, deed)
        EXPORTS.add("learners", LEARNERS.offer_file())
        FIRST_STEPS.add("run", office_home.first_run, order=110)
        SUBJECTS.add(enums.RUN.model, enums.RUN)
        SUBJECTS.add(enums.SESSION.model, enums.SESSION)
        SUBJECTS.add(enums.ENROLMENT.model, enums.ENROLMENT)
        SUBJECTS.add(enums.COMPLETION.model, enums.COMPLETION)
        SUBJECTS.add(enums.EVIDENCE.model, enums.EVIDENCE)
        inviting.connect()
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        HANGING.add("runs", hanging.runs, order=30)
        SAID_YES.add("enrolments", contacts.learners)
        NEAR.add("enrolments", centres_of, order=30)
        OWN_DATA.add("enrolments", own_data.ENROLMENTS, order=40)
        OWN_DATA.add("in_charge", own_data.IN_CHARGE, order=88)
        RETENTION.add("rejected_applications", retention.REJECTED_APPLICATIONS)
        ERASURE.add("enrolments", erasure.ENROLMENTS, order=60)
        front_page.STARTS.add("courses", shown.starts)
        front_page.FIGURES.add("courses", shown.figures)
        front_page.SEARCHES.add("courses", shown.search, order=10)
        front_page.SEARCHES.add("lessons", shown.search_lessons, order=20)
        CLOSED.add("lessons", Closed(LessonPage, reads_lesson_document))
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)
        due.PARTS.add("offers of seats lapsed", enrolment.lapse_offers, order=30)
        due.PARTS.add("runs announced", news.announce_open_runs, order=60)

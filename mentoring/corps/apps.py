from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorpsConfig(AppConfig):
    name = "mentoring.corps"
    label = "corps"
    verbose_name = _("Support corps and councils")

    def ready(self) -> None:
        from courses.learning.hanging import HANGING
        from courses.learning.panels import PANELS
        from courses.runs.leads_to import ENDS
        from lms.accounts.contacts import SAID_YES
        from lms.accounts.exports import EXPORTS
        from lms.accounts.office_home import FIRST_STEPS, TODOS
        from lms.accounts.whom_to_call import NEAR
        from lms.common.background import due
        from lms.common.integrity import constraints, triggers, verify
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.common.ui.reader import QUESTIONS
        from lms.privacy.enums import Purpose
        from lms.privacy.registries import CONCERNED, ERASURE, OWN_DATA, RETENTION
        from mentoring.corps import contacts, enums, erasure, hanging, menu, office_home, own_data, retention
        from mentoring.corps.checks import CHECKS, ON_POSTGRESQL
        from mentoring.corps.domain import by_clock, standing
        from mentoring.corps.lists import APPOINTMENTS
        from mentoring.corps.panels import appointments_panel
        from mentoring.corps.queries.appointments import centres_of
        from mentoring.corps.queries.bodies import asked_courses
        from mentoring.corps.queries.experts import is_expert
        from mentoring.corps.triggers import TRIGGERS

        SUBJECTS.add(enums.FIELD.model, enums.FIELD)
        SUBJECTS.add(enums.BODY.model, enums.BODY)
        SUBJECTS.add(enums.APPOINTMENT.model, enums.APPOINTMENT)
        SUBJECTS.add(enums.EXPERT.model, enums.EXPERT)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for model, names in ON_POSTGRESQL.items():
            constraints.ON_POSTGRESQL.add(model, names)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        SAID_YES.add("appointments", contacts.appointed)
        QUESTIONS.add("expert", menu.reader_is_expert)
        NEAR.add("appointments", centres_of, order=10)
        OWN_DATA.add("appointments", own_data.APPOINTMENTS, order=70)
        OWN_DATA.add("expert", own_data.EXPERT, order=75)
        RETENTION.add("drafts_of_appointments", retention.DRAFTS)
        ERASURE.add("appointments", erasure.APPOINTMENTS, order=10)
        CONCERNED.add(Purpose.PUBLIC_NAME, is_expert)
        HANGING.add("appointments", hanging.appointments, order=20)
        ENDS.add("bodies", asked_courses)
        PANELS.add("appointments", appointments_panel, order=10)
        EXPORTS.add("appointments", APPOINTMENTS.offer_file())
        TODOS.add("corps", office_home.todo, order=40)
        FIRST_STEPS.add("fields", office_home.fields, order=70)
        FIRST_STEPS.add("bodies", office_home.bodies, order=90)
        sections.SECTIONS.add("mentor", menu.MENTOR, order=20)
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)
        for under in menu.UNDER:
            sections.UNDER.add(under.key, under)
        standing.connect()
        due.PARTS.add("appointments begun", by_clock.start_due, order=10)
        due.PARTS.add("appointments expired", by_clock.expire_due, order=11)
        due.PARTS.add("offers of appointment lapsed", by_clock.lapse_due, order=12)
        due.PARTS.add("reminders of appointments", by_clock.remind_due, order=13)

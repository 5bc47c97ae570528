from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorpsConfig(AppConfig):
    name = "mentoring.corps"
    label = "corps"
    verbose_name = _("Support corps and councils")

    def ready(self) -> None:
        from courses.learning.panels import PANELS
        from lms.common.integrity import constraints, triggers, verify
        from lms.common.records.machines import SUBJECTS
        from lms.privacy.enums import Purpose
        from lms.privacy.registries import CONCERNED, ERASURE, OWN_DATA, RETENTION
        from mentoring.corps import enums, erasure, own_data, retention
        from mentoring.corps.checks import CHECKS, ON_POSTGRESQL
        from mentoring.corps.panels import appointments_panel
        from mentoring.corps.queries.experts import is_expert
        from mentoring.corps.triggers import TRIGGERS

        SUBJECTS.add(enums.BODY.model, enums.BODY)
        SUBJECTS.add(enums.APPOINTMENT.model, enums.APPOINTMENT)
        SUBJECTS.add(enums.EXPERT.model, enums.EXPERT)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for model, names in ON_POSTGRESQL.items():
            constraints.ON_POSTGRESQL.add(model, names)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        OWN_DATA.add("appointments", own_data.APPOINTMENTS, order=70)
        OWN_DATA.add("expert", own_data.EXPERT, order=75)
        RETENTION.add("drafts_of_appointments", retention.DRAFTS)
        ERASURE.add("appointments", erasure.APPOINTMENTS, order=10)
        CONCERNED.add(Purpose.PUBLIC_NAME, is_expert)
        PANELS.add("appointments", appointments_panel, order=10)

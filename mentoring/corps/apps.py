from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorpsConfig(AppConfig):
    name = "mentoring.corps"
    label = "corps"
    verbose_name = _("Support corps and councils")

    def ready(self) -> None:
        from courses.learning.panels import PANELS
        from lms.common.integrity import constraints, triggers, verify
        from lms.privacy import topics
        from lms.privacy.models import Purpose
        from lms.privacy.queries.consents import CONCERNED
        from mentoring.corps.checks import CHECKS, ON_POSTGRESQL
        from mentoring.corps.own_data import TOPICS
        from mentoring.corps.panels import appointments_panel
        from mentoring.corps.queries.experts import is_expert
        from mentoring.corps.triggers import TRIGGERS

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        constraints.ON_POSTGRESQL.register_all(ON_POSTGRESQL)
        verify.CHECKS.register_all(CHECKS)
        topics.TOPICS.register_each(TOPICS)
        CONCERNED.register(Purpose.PUBLIC_NAME, is_expert)
        PANELS.register("appointments", appointments_panel, order=10)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    label = "mentoring"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        from courses.belonging import register_members
        from courses.panels import register_home_panel
        from lms.accounts import erasing, own_data, retention
        from lms.accounts.models import Purpose
        from lms.accounts.queries.consents import concerns
        from lms.common import constraints, triggers, verify
        from mentoring import menu, public
        from mentoring.domain import drafts, erasure, offers_back, photos
        from mentoring.kept import TOPICS
        from mentoring.queries.communities import members_among
        from mentoring.queries.experts import is_expert
        from mentoring.queries.home_panels import appointments_panel
        from mentoring.queries.verify import CHECKS, ON_POSTGRESQL
        from mentoring.triggers import TRIGGERS

        triggers.register(*TRIGGERS)
        own_data.register(*TOPICS)
        retention.register(*drafts.RULES, *photos.RULES)
        erasing.register("mentoring", erasing.Part(erasure.duties, erasure.erase))
        verify.register(**CHECKS)
        constraints.ON_POSTGRESQL.update(ON_POSTGRESQL)
        concerns(Purpose.PUBLIC_NAME, is_expert)
        menu.register()
        offers_back.connect()
        public.register()
        register_members("communities", members_among)
        register_home_panel("appointments", appointments_panel, order=10)

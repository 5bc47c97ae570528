from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "mentoring.visits"
    label = "visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        from lms.common.integrity import constraints, triggers, verify
        from lms.privacy import retention, topics
        from mentoring.communities.queries.communities import TIMELINE
        from mentoring.visits.checks import CHECKS, ON_POSTGRESQL
        from mentoring.visits.domain import drafts, photos
        from mentoring.visits.own_data import TOPICS
        from mentoring.visits.queries import visits
        from mentoring.visits.triggers import TRIGGERS

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        constraints.ON_POSTGRESQL.register_all(ON_POSTGRESQL)
        verify.CHECKS.register_all(CHECKS)
        topics.TOPICS.register_each(TOPICS)
        retention.RULES.register_each((*drafts.RULES, *photos.RULES))
        TIMELINE.register("visits", visits.events_of, order=20)

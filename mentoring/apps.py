from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    label = "mentoring"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        self._register_rules()
        self._register_pages()

    def _register_rules(self) -> None:
        from lms.accounts import erasing, own_data, retention
        from lms.accounts.models import Purpose
        from lms.accounts.queries.consents import CONCERNED
        from lms.common import constraints, triggers, verify
        from mentoring.domain import drafts, erasure, offers_back, photos
        from mentoring.kept import TOPICS
        from mentoring.queries.experts import is_expert
        from mentoring.queries.verify import CHECKS, ON_POSTGRESQL
        from mentoring.triggers import TRIGGERS

        for trigger in TRIGGERS:
            triggers.TRIGGERS.register(trigger.name, trigger)
        for topic in TOPICS:
            own_data.TOPICS.register(topic.key, topic, order=topic.order)
        for rule in (*drafts.RULES, *photos.RULES):
            retention.RULES.register(rule.key, rule, order=rule.order)
        erasing.PARTS.register("mentoring", erasing.Part(erasure.duties, erasure.erase), order=10)
        verify.CHECKS.register_all(CHECKS)
        constraints.ON_POSTGRESQL.register_all(ON_POSTGRESQL)
        CONCERNED.register(Purpose.PUBLIC_NAME, is_expert)
        offers_back.connect()

    def _register_pages(self) -> None:
        from cms.front import MAPS
        from courses.belonging import MEMBERS
        from courses.panels import PANELS
        from lms.accounts.exports import EXPORTS
        from lms.common.sections import SECTIONS
        from mentoring import menu, public
        from mentoring.queries import coaching, communities, requests
        from mentoring.queries.exports import LISTS
        from mentoring.queries.home_panels import appointments_panel

        for section in menu.SECTIONS:
            SECTIONS.register(section.key, section, order=section.order)
        MAPS.register("communities", public.maps)
        MEMBERS.register("communities", communities.members_among)
        PANELS.register("appointments", appointments_panel, order=10)
        EXPORTS.register_all(LISTS)
        # What happened on one day stands in this order.
        communities.TIMELINE.register("requests", requests.events_of, order=10)
        communities.TIMELINE.register("visits", coaching.events_of, order=20)
        communities.TIMELINE.register("changes", communities.changes_of, order=30)

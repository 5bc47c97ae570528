from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "lms.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from lms.common.integrity import triggers
        from lms.common.web import policy
        from lms.privacy import consent_texts, erasure_parts, own_data, retention, topics
        from lms.privacy.domain.erasure import duties_of_staff
        from lms.privacy.models import Purpose
        from lms.privacy.queries.consents import CONCERNED, everybody
        from lms.privacy.triggers import TRIGGERS

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        topics.TOPICS.register_each((*own_data.TOPICS, *own_data.READINGS))
        retention.RULES.register_each(retention.OWN_RULES)
        staff = erasure_parts.ErasurePart(duties_of_staff, erasure_parts.nothing_to_erase)
        erasure_parts.PARTS.register("staff", staff, order=50)
        policy.TOPICS.register("own_data", topics.topics)
        CONCERNED.register(Purpose.NEWS, everybody)
        post_migrate.connect(consent_texts.after_migrate, sender=self, dispatch_uid="consent_texts")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "courses.credentials"
    label = "credentials"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from courses.credentials.checks import CHECKS
        from courses.credentials.domain import erasure
        from courses.credentials.own_data import TOPICS
        from courses.credentials.triggers import TRIGGERS
        from lms.common.integrity import triggers, verify
        from lms.privacy import erasure_parts, retention, topics

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        verify.CHECKS.register_all(CHECKS)
        topics.TOPICS.register_each(TOPICS)
        retention.RULES.register_each(erasure.RULES)
        erasure_parts.PARTS.register(
            "learning", erasure_parts.ErasurePart(erasure.open_duties, erasure.erase_learning), order=20
        )

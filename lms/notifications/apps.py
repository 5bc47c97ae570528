from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from lms.notifications.domain import drop_advertising, drop_all
        from lms.notifications.own_data import NOTICES, OLD_NOTICES
        from lms.privacy import erasure_parts, retention, topics
        from lms.privacy.domain.consents import ON_WITHDRAWAL, Withdrawal
        from lms.privacy.models import Purpose

        topics.TOPICS.register(NOTICES.key, NOTICES, order=NOTICES.order)
        retention.RULES.register(OLD_NOTICES.key, OLD_NOTICES, order=OLD_NOTICES.order)
        erasure_parts.PARTS.register(
            "notifications", erasure_parts.ErasurePart(erasure_parts.nothing_open, drop_all), order=30
        )
        ON_WITHDRAWAL.register("advertising", Withdrawal(Purpose.NEWS, drop_advertising))

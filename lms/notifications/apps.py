from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from lms.accounts import erasing, own_data, retention
        from lms.accounts.domain.consents import ON_WITHDRAWAL, Withdrawal
        from lms.accounts.models import Purpose
        from lms.notifications.domain import drop_advertising, drop_all
        from lms.notifications.kept import NOTICES, OLD_NOTICES

        own_data.TOPICS.register(NOTICES.key, NOTICES, order=NOTICES.order)
        retention.RULES.register(OLD_NOTICES.key, OLD_NOTICES, order=OLD_NOTICES.order)
        erasing.PARTS.register("notifications", erasing.Part(erasing.nothing_open, drop_all), order=30)
        ON_WITHDRAWAL.register("advertising", Withdrawal(Purpose.NEWS, drop_advertising))

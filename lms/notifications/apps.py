from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from functools import partial

        from lms.accounts import erasing, own_data, retention
        from lms.accounts.domain.consents import on_withdrawal
        from lms.accounts.models import Purpose
        from lms.notifications.domain import ADVERTISING, drop_all, drop_unsent
        from lms.notifications.kept import NOTICES, OLD_NOTICES

        own_data.register(NOTICES)
        retention.register(OLD_NOTICES)
        erasing.register("notifications", erasing.Part(lambda person: (), drop_all))
        on_withdrawal(Purpose.NEWS, partial(drop_unsent, only=ADVERTISING))

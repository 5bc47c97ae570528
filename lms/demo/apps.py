from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "lms.demo"
    label = "demo"
    verbose_name = _("Sample data")

    def ready(self) -> None:
        from django.core import checks

        from lms.demo.mails import check_that_mails_leave

        checks.register(check_that_mails_leave)

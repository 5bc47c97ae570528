from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "mentoring.matching"
    label = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from lms.common.integrity import verify
        from mentoring.matching.checks import CHECKS
        from mentoring.matching.domain import take_back

        verify.CHECKS.register_all(CHECKS)
        take_back.connect()

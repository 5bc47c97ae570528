from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "mentoring.coaching"
    label = "coaching"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        from lms.common.integrity import verify
        from mentoring.coaching.checks import CHECKS
        from mentoring.coaching.queries import requests
        from mentoring.communities.queries.communities import TIMELINE

        verify.CHECKS.register_all(CHECKS)
        # What happened on one day stands in this order.
        TIMELINE.register("requests", requests.events_of, order=10)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvitationsConfig(AppConfig):
    name = "lms.invitations"
    label = "invitations"
    verbose_name = _("Invitations")

    def ready(self) -> None:
        from lms.invitations import domain
        from lms.invitations.own_data import TOPICS
        from lms.invitations.retention import RULES
        from lms.privacy import erasure_parts, retention, topics
        from lms.privacy.domain.erasure import duties_of_staff

        topics.TOPICS.register_each(TOPICS)
        retention.RULES.register_each(RULES)
        erasure_parts.PARTS.register(
            "invitations", erasure_parts.ErasurePart(duties_of_staff, domain.forget_invitations), order=40
        )

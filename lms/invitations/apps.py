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

        topics.TOPICS.register_each(TOPICS)
        retention.RULES.register_each(RULES)
        erasure_parts.PARTS.register(
            "invitations", erasure_parts.ErasurePart(erasure_parts.nothing_open, domain.forget_invitations), order=40
        )

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and centres")

    def ready(self) -> None:
        from lms.accounts import consent_texts, own_data
        from lms.accounts.contact import help_contact
        from lms.accounts.kept import TOPICS
        from lms.accounts.triggers import TRIGGERS
        from lms.common import triggers
        from lms.common.context import set_help_contact_provider

        set_help_contact_provider(help_contact)
        triggers.register(*TRIGGERS)
        own_data.register(*TOPICS)
        post_migrate.connect(consent_texts.after_migrate, sender=self, dispatch_uid="consent_texts")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and centres")

    def ready(self) -> None:
        from lms.accounts.contact import help_contact
        from lms.common.context import set_help_contact_provider

        set_help_contact_provider(help_contact)

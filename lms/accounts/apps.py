from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and centres")

    def ready(self) -> None:
        from lms.accounts.contact import help_contact
        from lms.common.web.context import HELP_CONTACTS

        HELP_CONTACTS.register("centre", help_contact)

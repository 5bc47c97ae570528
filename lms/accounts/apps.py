from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    verbose_name = _("People and centres")

    def ready(self) -> None:
        from lms.accounts import contacts, enums, menu
        from lms.accounts.domain import official_regions, roles
        from lms.accounts.whom_to_call import help_contact
        from lms.common.background import due
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections
        from lms.common.web.context import HELP_CONTACTS

        SUBJECTS.add(enums.PERSON.model, enums.PERSON)
        SUBJECTS.add(enums.MEMBERSHIP.model, enums.MEMBERSHIP)
        SUBJECTS.add(enums.CENTRE.model, enums.CENTRE)
        SUBJECTS.add(enums.REGION.model, enums.REGION)
        SUBJECTS.add(enums.ZONE.model, enums.ZONE)
        HELP_CONTACTS.add("centre", help_contact)
        contacts.SAID_YES.add("staff", contacts.staff)
        sections.SECTIONS.add("office", menu.OFFICE, order=10)
        due.PARTS.add("roles over", roles.end_due, order=5)
        due.PARTS.add("lists of places forgotten", official_regions.forget_lists, order=74)

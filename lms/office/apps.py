from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "lms.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self) -> None:
        from lms.accounts.exports import EXPORTS
        from lms.common.ui.sections import SECTIONS
        from lms.office import menu
        from lms.office.queries.exports import LISTS

        for name, offered in LISTS.items():
            EXPORTS.add(name, offered)
        SECTIONS.add("office", menu.OFFICE, order=10)
        SECTIONS.add("mentor", menu.MENTOR, order=20)
        SECTIONS.add("community", menu.COMMUNITY, order=30)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "lms.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self) -> None:
        from lms.accounts.exports import EXPORTS
        from lms.accounts.office_home import FIRST_STEPS
        from lms.accounts.signals import regions_imported
        from lms.common.ui import sections
        from lms.office import menu, office_home
        from lms.office.domain.imported_regions import tell_managers
        from lms.office.exports import LISTS
        from lms.office.lists import PEOPLE

        EXPORTS.add("people", PEOPLE.offer_file())
        for name, offered in LISTS.items():
            EXPORTS.add(name, offered)
        FIRST_STEPS.add("regions", office_home.regions, order=10)
        FIRST_STEPS.add("help_phone", office_home.help_phone, order=20)
        FIRST_STEPS.add("zones", office_home.zones, order=60)
        regions_imported.connect(tell_managers, dispatch_uid="managers told of places")
        for tab in menu.TABS:
            sections.TABS.add(tab.key, tab, order=tab.order)
        for under in menu.UNDER:
            sections.UNDER.add(under.key, under)

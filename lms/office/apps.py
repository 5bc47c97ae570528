from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "lms.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self) -> None:
        from lms.accounts.exports import EXPORTS
        from lms.common.ui.sections import SECTIONS
        from lms.office import erasure, menu
        from lms.office.queries.exports import LISTS
        from lms.privacy import erasure_parts

        erasure_parts.PARTS.register(
            "coaching", erasure_parts.ErasurePart(erasure.open_duties, erasure.erase_coaching), order=10
        )
        EXPORTS.register_all(LISTS)
        SECTIONS.register_each(menu.SECTIONS)

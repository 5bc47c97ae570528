from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "lms.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from lms.accounts.models import Membership
        from lms.accounts.office_home import TODOS
        from lms.accounts.signals import role_changed
        from lms.common.background import due
        from lms.common.records.machines import SUBJECTS
        from lms.privacy.registries import OWN_DATA, RETENTION
        from lms.staff import enums, hanging, office_home, own_data, retention
        from lms.staff.domain import notices, second_factor

        role_changed.connect(notices.tell_of_role, sender=Membership, dispatch_uid="staff.tell_of_role")
        TODOS.add("second_factors", office_home.todo, order=5)
        SUBJECTS.add(enums.RESET.model, enums.RESET)
        OWN_DATA.add("second_factor_resets", own_data.RESETS, order=98)
        RETENTION.add("second_factor_resets", retention.RESETS)
        due.PARTS.add("lost second factors run out", second_factor.expire_due, order=7)
        hanging.HANGING.add("last_of_role", hanging.last_of_role, order=10)

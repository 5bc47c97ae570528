from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "lms.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from lms.accounts.models import Membership
        from lms.accounts.signals import role_changed
        from lms.staff import hanging
        from lms.staff.domain import notices

        role_changed.connect(notices.tell_of_role, sender=Membership, dispatch_uid="staff.tell_of_role")
        hanging.HANGING.add("last_of_role", hanging.last_of_role, order=10)

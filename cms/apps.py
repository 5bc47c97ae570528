from django.apps import AppConfig
from django.utils.translation import pgettext_lazy
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    default = True
    name = "cms"
    label = "cms"
    verbose_name = pgettext_lazy("site", "Site")

    def ready(self) -> None:
        from cms import (
            admin_labels,
            erasure,
            exports,
            office_home,
            own_data,
            reference,
            resident_numbers,
            signal_handlers,
        )
        from cms.domain import left_open, scheduling, staffing, uploads
        from lms.accounts.models import Centre, Membership, Region, Zone
        from lms.accounts.office_home import FIRST_STEPS
        from lms.common.background import due
        from lms.privacy.registries import ERASURE, OWN_DATA

        admin_labels.give()
        exports.make_safe()
        signal_handlers.connect()
        reference.keep_rows(Centre, Membership, Region, Zone)
        resident_numbers.refuse_in_forms()
        FIRST_STEPS.add("pages", office_home.pages, order=30)
        due.PARTS.add("editors let in", staffing.sync_due, order=6)
        due.PARTS.add("pages taken off the site", scheduling.unpublish_expired, order=50)
        due.PARTS.add("pages published", scheduling.publish_due, order=51)
        due.PARTS.add("abandoned uploads forgotten", uploads.forget_abandoned, order=52)
        due.PARTS.add("previews left open forgotten", left_open.forget_left_open, order=53)
        OWN_DATA.add("editor_settings", own_data.SETTINGS, order=91)
        OWN_DATA.add("followed_pages", own_data.FOLLOWED, order=92)
        OWN_DATA.add("notes_on_pages", own_data.NOTES, order=93)
        ERASURE.add("editing", erasure.EDITING, order=115)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's own forms ask for first and last name; our people have one name."""

    user_viewset = "cms.people.PersonViewSet"

    def ready(self) -> None:
        """After Wagtail's own, whose place it takes."""
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from cms.people import NoGroups

        super().ready()
        register_permission_policy(Group, NoGroups(Group))

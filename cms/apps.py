from django.apps import AppConfig
from django.utils.translation import pgettext_lazy
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    default = True
    name = "cms"
    label = "cms"
    verbose_name = pgettext_lazy("site", "Site")

    def ready(self) -> None:
        from cms import admin_labels, exports, office_home, reference, resident_numbers, signal_handlers
        from cms.domain import scheduling, staffing, uploads
        from lms.accounts.models import Centre, Membership, Region, Zone
        from lms.accounts.office_home import FIRST_STEPS
        from lms.common.background import due

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


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's own forms ask for first and last name; our people have one name."""

    user_viewset = "cms.people.PersonViewSet"

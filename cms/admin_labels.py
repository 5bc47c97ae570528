"""Labels that Wagtail makes from the names of fields, in English: here they get words that the catalogue has."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.models import Site
from wagtail.sites.views import IndexView as SitesIndexView

LABELS = {
    "link_text": _("Text of the link"),
    "email_address": pgettext_lazy("site", "Email address"),
    "subject": _("Subject of the mail"),
    "body": _("Text of the mail"),
    "phone_number": pgettext_lazy("site", "Phone"),
}
LINK_FORMS = (AnchorLinkChooserForm, EmailLinkChooserForm, ExternalLinkChooserForm, PhoneLinkChooserForm)


def give() -> None:
    """Once, when the site starts."""
    for form in LINK_FORMS:
        for name, field in form.base_fields.items():
            field.label = LABELS.get(name, field.label)
    for column in SitesIndexView.columns:
        if column.name in ("port", "site_name", "root_page"):
            column.label = Site._meta.get_field(column.name).verbose_name

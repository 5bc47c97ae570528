from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import ContentBlock


class HomePage(Page):
    """The front page: what this is and what one can do here."""

    lead = models.CharField(_("lead"), max_length=160)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CentrePage", "cms.ContentPage"]
    max_count = 1
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")


class CentrePage(Page):
    """A centre's place in the page tree: whatever stands below it belongs to that centre."""

    centre = models.OneToOneField("accounts.Centre", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="page")
    lead = models.CharField(_("lead"), max_length=160, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("centre"), FieldPanel("lead")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.ProgrammePage", "cms.ContentPage"]
    template = "cms/centre_page.html"

    class Meta:
        verbose_name = _("centre page")


class ContentPage(Page):
    """A page of plain content: a notice, a guide, an answer to a question."""

    lead = models.CharField(_("lead"), max_length=160, blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["cms.HomePage", "cms.CentrePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/content_page.html"

    class Meta:
        verbose_name = _("content page")

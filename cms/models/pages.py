from typing import Any, TypeVar

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms import front_page
from cms.blocks import ContentBlock
from cms.page_forms import PageForm
from cms.unfinished import FinishedWhenLive
from lms.accounts.requests import SiteRequest

P = TypeVar("P", bound=Page)


def tabs(*content: str) -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList([TitleFieldPanel("title"), *(FieldPanel(name) for name in content)], heading=_("Content")),
            ObjectList([*Page.promote_panels, *Page.settings_panels], heading=_("Publication")),
        ]
    )


class HomePage(FinishedWhenLive, Page):
    """The front page: what this is and what one can do here."""

    lead = models.CharField(_("lead"), max_length=160)

    base_form_class = PageForm
    edit_handler = tabs("lead")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CentrePage", "cms.ContentPage"]
    max_count = 1
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = pages_below(self).order_by("-first_published_at")[:3]
        return context | {
            "starts": front_page.starts(),
            "figures": front_page.figures(),
            "maps": front_page.maps(),
            "news": news,
        }


class CentrePage(FinishedWhenLive, Page):
    """A centre's place in the page tree: whatever stands below it belongs to that centre."""

    centre = models.OneToOneField(
        "accounts.Centre", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="page"
    )
    lead = models.CharField(_("lead"), max_length=160, blank=True)

    base_form_class = PageForm
    edit_handler = tabs("centre", "lead")
    parent_page_types = ["cms.HomePage"]
    template = "cms/centre_page.html"  # what may stand below it says so itself

    class Meta:
        verbose_name = _("centre page")
        verbose_name_plural = _("centre pages")

    def get_context(self, request: SiteRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        request.help_centre = self.centre
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"pages": pages_below(self).order_by("path")}


class ContentPage(FinishedWhenLive, Page):
    """A page of plain content: a notice, a guide, an answer to a question."""

    lead = models.CharField(_("lead"), max_length=160, blank=True)
    body = StreamField(ContentBlock(), verbose_name=_("content"))

    base_form_class = PageForm
    edit_handler = tabs("lead", "body")
    search_fields = [*Page.search_fields, index.SearchField("body"), index.SearchField("lead")]
    parent_page_types = ["cms.HomePage", "cms.CentrePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/content_page.html"

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"pages": pages_below(self).order_by("path"), "parent": self.get_parent()}


def open_to_all(pages: QuerySet[P]) -> QuerySet[P]:
    """Pages that are published and restricted to nobody, as is everything above them; without a query of its own."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    branch = Page.objects.alias(here=here).filter(here__startswith=F("path"))
    return pages.filter(~Exists(branch.filter(Q(live=False) | Q(view_restrictions__isnull=False))))


def pages_below(page: Page) -> QuerySet[ContentPage]:
    return open_to_all(ContentPage.objects.child_of(page))

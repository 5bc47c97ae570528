"""Wagtail begins with a site called localhost and a welcome page in English. Ours takes the address of the settings, and the
home page as soon as it is published."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.models import CentrePage, HomePage
from lms.accounts.models import Centre

PORTS = {"http": 80, "https": 443}
WELCOME = "Welcome to your new Wagtail site!"


def take_address() -> None:
    """So that mails lead here. An address that somebody has set stays."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or PORTS[address.scheme]
    Site.objects.filter(is_default_site=True, hostname="localhost").update(hostname=address.hostname, port=port)


def begin_at(home: Page) -> None:
    """Where the site still shows what Wagtail put there."""
    for site in Site.objects.select_related("root_page").filter(is_default_site=True):
        if site.root_page.specific_class is Page:
            site.root_page = home
            site.save()


def after_migrating(using: str, **kwargs: Any) -> None:
    """Also after a part of the migrations, when there is no site yet."""
    if Site._meta.db_table in connections[using].introspection.table_names():
        take_address()


def make_pages(centre: Centre) -> bool:
    """A front page where there is none yet, and below it the centre's, both published for editors to write on. False where
    the centre has its page already."""
    with transaction.atomic():
        if CentrePage.objects.filter(centre=centre).exists():
            return False
        lead = _("Courses and communities of %(centre)s stand here.") % {"centre": centre.name}
        home = HomePage.objects.first() or _published(
            Page.get_first_root_node(), HomePage(title=settings.SITE_NAME, slug="front", lead=lead)
        )
        _published(home, CentrePage(title=centre.name, slug=centre.slug, centre=centre, lead=lead))
        _take_welcome_away()
        return True


def _published(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _take_welcome_away() -> None:
    """What Wagtail put there, once no site begins at it and nothing was written below it."""
    for page in Page.objects.filter(depth=2, title=WELCOME, numchild=0, sites_rooted_here__isnull=True):
        page.delete()

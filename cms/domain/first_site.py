"""Wagtail begins with a site called localhost and a welcome page in English. Ours takes the address of the settings, and the
home page as soon as it is published."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from wagtail.models import Page, Site

PORTS = {"http": 80, "https": 443}


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

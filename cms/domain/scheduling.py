"""What editors set for a day: pages go live, or leave the site, when it comes.

Wagtail's own `publish_scheduled` stops at the first page that can't be published, and all behind it wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import DraftStateMixin, Page, Revision

from lms.common import clock
from lms.common.one_by_one import one_by_one


class NotDone(Exception):
    """Names what waits on. A rule's "no" is a failure here too: nobody sits before a form and reads it."""


def unpublish_expired() -> int:
    return one_by_one(_unpublish, [row for model in _drafted() for row in _expired(model).order_by("expire_at", "pk")])


def publish_due() -> int:
    """By time. Of what is due at one moment, the lessons go before the course, whose version is made of them."""
    return one_by_one(_publish, sorted(_due(), key=lambda row: (row.approved_go_live_at, -_depth(row), row.pk)))


def _drafted() -> list[Any]:
    """Pages of all kinds are rows of Page; whatever else has drafts has a day of its own."""
    drafted = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [Page, *(model for model in drafted if not issubclass(model, Page))]


def _expired(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(live=True, expire_at__lt=clock.now())
    return rows


def _due() -> QuerySet[Revision]:
    rows: QuerySet[Revision] = Revision.objects.filter(approved_go_live_at__lt=clock.now())
    return rows


def _depth(revision: Revision) -> int:
    return getattr(revision.content_object, "depth", 0)


def _unpublish(row: Any) -> int:
    with _named(row), transaction.atomic():
        # Somebody may have prolonged it meanwhile, and another run of the clock may be here already.
        expired = _expired(type(row)).select_for_update().filter(pk=row.pk).first()
        if expired is None:
            return 0
        expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return 1


def _publish(revision: Revision) -> int:
    with _named(revision.content_object), transaction.atomic():
        due = _due().select_for_update().filter(pk=revision.pk).first()
        if due is None:
            return 0
        due.publish(log_action="wagtail.publish.scheduled")
    return 1


@contextmanager
def _named(row: Any) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever is wrong with one page is no reason for the others to wait
        raise NotDone(f"{row} ({type(row).__name__} {row.pk if row else '-'})") from error

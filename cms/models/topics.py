from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class Topic(TagBase):
    """One vocabulary for lessons, coaching requests and what experts know; only staff add to it."""

    free_tagging = False

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

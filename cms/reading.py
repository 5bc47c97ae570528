"""Who may read a document of the editors.

What a public page uses is public. What only other pages use, those who registered them answer for; what nobody uses yet is
for those who look after the documents.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from cms.models import CustomDocument
from lms.accounts.rules import Person
from lms.common.registry import Registry


@dataclass(frozen=True)
class Closed:
    """Pages of this type are not read in public; `reads` knows by whom."""

    page_type: type[Page]
    reads: Callable[[Person, CustomDocument], bool]


CLOSED: Registry[Closed] = Registry("pages closed to the public")


def may_read(user: Person, document: CustomDocument) -> bool:
    return (
        _is_public(document)
        or _looks_after(user, document)
        or any(closed.reads(user, document) for closed in CLOSED.values())
    )


def _looks_after(user: Person, document: CustomDocument) -> bool:
    policy = policy_registry.get_by_type(CustomDocument)
    return bool(policy.user_has_any_permission_for_instance(user, ["choose", "change"], document))


def _is_public(document: CustomDocument) -> bool:
    """A page in force, with nothing closed above it, that shows its text to everybody."""
    kept = ContentType.objects.get_for_models(*(closed.page_type for closed in CLOSED.values())).values()
    uses = ReferenceIndex.get_references_to(document).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = [int(object_id) for object_id in uses.values_list("object_id", flat=True).distinct()]
    return Page.objects.live().public().filter(pk__in=pages).exclude(content_type__in=kept).exists()

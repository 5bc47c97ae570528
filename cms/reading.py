"""Who may read a document of the editors.

What a public page uses is public. What only other pages use, those who registered them answer for; what nobody uses yet is
for those who look after the documents.
"""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from cms.models import CustomDocument
from lms.accounts.rules import Person

Reader = Callable[[Person, CustomDocument], bool]
_readers: dict[type[Page], Reader] = {}


def keep_for(page_type: type[Page], reader: Reader) -> None:
    """Pages of this type are not read in public; `reader` knows by whom. Later wins, so that a reloaded app asks once."""
    _readers[page_type] = reader


def may_read(user: Person, document: CustomDocument) -> bool:
    return (
        _is_public(document)
        or _looks_after(user, document)
        or any(reads(user, document) for reads in _readers.values())
    )


def _looks_after(user: Person, document: CustomDocument) -> bool:
    policy = policy_registry.get_by_type(CustomDocument)
    return bool(policy.user_has_any_permission_for_instance(user, ["choose", "change"], document))


def _is_public(document: CustomDocument) -> bool:
    """A page in force, with nothing closed above it, that shows its text to everybody."""
    kept = ContentType.objects.get_for_models(*_readers).values()
    uses = ReferenceIndex.get_references_to(document).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = [int(object_id) for object_id in uses.values_list("object_id", flat=True).distinct()]
    return Page.objects.live().public().filter(pk__in=pages).exclude(content_type__in=kept).exists()

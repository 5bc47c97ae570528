from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre, User
from lms.privacy.rules import may_word


def lock_owner(actor: User, centre: Centre | None) -> None:
    """Two who publish at once would take the same number: the centre's row makes them queue. The site has no row of its
    own, so its first centre's stands for it."""
    if not may_word(actor, centre):
        raise not_manager()
    rows = Centre.objects.filter(pk=centre.pk) if centre else Centre.objects.order_by("pk")[:1]
    ids = list(rows.values_list("pk", flat=True))
    list(Centre.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by())

from lms.accounts.models import User
from lms.notifications.models import Notice
from lms.privacy.registries import Erasure


def _erase(person: User) -> None:
    """Those on the list, too: each tells something about the person."""
    Notice.objects.filter(person=person).delete()


NOTICES = Erasure(erase=_erase)

from collections.abc import Iterator

from lms.common.looks import VISITOR, DemoPages, Look, look
from lms.invitations.links import MAILED, token_of
from lms.invitations.models import Invitation


def looks() -> Iterator[Look]:
    token = token_of(Invitation.objects.open().get(), MAILED)
    yield look(VISITOR, "invitation", token)
    yield look(VISITOR, "invitation", "old-link", called="invitation_over", status=404)
    yield look("trainee", "invitation", token, called="invitation_signed_in")
    yield look("coordinator", "office_invitations")
    yield look("manager", "office_invitations", called="office_invitations_manager")


PAGES = DemoPages(looks)

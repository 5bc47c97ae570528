from lms.invitations import domain
from lms.privacy.registries import Erasure

INVITATIONS = Erasure(erase=domain.forget_invitations)

from lms.accounts import actions as _actions  # noqa: F401 - declares its words

from .centre import Centre, Membership, Role
from .consent import Consent, ConsentText, Purpose
from .invitation import Invitation
from .region import Region, Zone, ZoneDong
from .user import User

__all__ = [
    "Centre",
    "Consent",
    "ConsentText",
    "Invitation",
    "Membership",
    "Purpose",
    "Region",
    "Role",
    "User",
    "Zone",
    "ZoneDong",
]

from .centre import Centre, Membership, Role
from .region import Region, Zone, ZoneDong
from .user import User

__all__ = ["Centre", "Membership", "Region", "Role", "User", "Zone", "ZoneDong"]

from .centre import Centre, Membership
from .region import Region, Zone, ZoneDong
from .user import User

__all__ = ["Centre", "Membership", "Region", "User", "Zone", "ZoneDong"]

from .centre import Centre, Membership
from .region import Region, RegionList, Zone, ZoneDong
from .user import User

__all__ = ["Centre", "Membership", "Region", "RegionList", "User", "Zone", "ZoneDong"]

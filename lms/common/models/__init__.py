from .destruction import Destruction
from .statelog import StateChange

__all__ = ["Destruction", "StateChange"]

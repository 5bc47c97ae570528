from .accesslog import Access, AccessLog
from .destruction import Destruction
from .statelog import StateChange

__all__ = ["Access", "AccessLog", "Destruction", "StateChange"]

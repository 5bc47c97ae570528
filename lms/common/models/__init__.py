from .accesslog import Access, AccessLog
from .background import Heartbeat, Job, Night
from .destruction import Destruction
from .statelog import StateChange

__all__ = ["Access", "AccessLog", "Destruction", "Heartbeat", "Job", "Night", "StateChange"]

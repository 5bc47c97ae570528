from .accesslog import Access, AccessLog
from .background import Heartbeat, Job, JobState, Night
from .destruction import Destruction
from .statelog import StateChange

__all__ = ["Access", "AccessLog", "Destruction", "Heartbeat", "Job", "JobState", "Night", "StateChange"]

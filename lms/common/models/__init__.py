from .accesslog import AccessLog
from .background import Heartbeat, Job, Night
from .destruction import Destruction
from .seal import Seal
from .statelog import StateChange

__all__ = ["AccessLog", "Destruction", "Heartbeat", "Job", "Night", "Seal", "StateChange"]
